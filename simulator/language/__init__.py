"""The words everything else speaks: values, quantities, tags, commands, events, conditions."""
