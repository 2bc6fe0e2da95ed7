"""Which prompt every trial asks, as a pure function of public inputs. Shares no generator with training."""
