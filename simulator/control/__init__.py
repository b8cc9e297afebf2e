"""Control modules: transmitters, actuators, loops, alarms, interlocks, phases."""
