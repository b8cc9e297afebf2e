"""The stirred, sparged, jacketed bioreactor: gas, heat, foam, acids, and the culture in it."""
