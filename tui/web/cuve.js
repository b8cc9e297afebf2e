// Before the terminal: wait for its font, watch its socket, and give it the keyboard.
"use strict";
(() => {
  const source = document.currentScript.dataset.terminal;
  const IN_USE = 4409;
  const ENDED = 1000;

  function focus() {
    if (!document.getElementById("ended").hidden) return;
    const field = document.querySelector(".xterm-helper-textarea");
    if (field) field.focus();
  }

  function began() {
    document.getElementById("starting").hidden = true;
    focus();
  }

  function ended(code) {
    const why = document.getElementById("why-ended");
    const told = code === IN_USE ? "busy" : code === ENDED ? "ended" : "lost";
    why.textContent = why.dataset[told];
    document.getElementById("starting").hidden = true;
    document.getElementById("ended").hidden = false;
    document.getElementById("again").focus();
  }

  const Native = window.WebSocket;
  window.WebSocket = class extends Native {
    constructor(...where) {
      super(...where);
      this.addEventListener("close", (event) => ended(event.code));
      const first = (event) => {
        if (typeof event.data === "string") return;
        this.removeEventListener("message", first);
        began();
      };
      this.addEventListener("message", first);
    }

    send(told) {
      if (this.readyState === Native.OPEN) super.send(told); // leaving a closed terminal tells it
    }
  };

  document.getElementById("again").addEventListener("click", () => window.location.reload());
  document.addEventListener("click", focus);

  function start() {
    const socket = new URL("ws", window.location.href);
    socket.protocol = socket.protocol === "https:" ? "wss:" : "ws:";
    socket.search = socket.hash = "";
    document.getElementById("terminal").dataset.sessionWebsocketUrl = socket.href;
    const script = document.createElement("script");
    script.src = source;
    // the terminal begins when the page has loaded, which may be over by now
    script.addEventListener("load", () => {
      if (document.readyState === "complete" && window.onload) window.onload(new Event("load"));
    });
    document.body.append(script);
  }

  window.addEventListener("load", () => {
    document.fonts.load('16px "Roboto Mono"').then(start, start);
  });
})();
