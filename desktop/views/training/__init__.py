"""The parts of the Training page: the recipe, the controls, the run in curves and figures, the runs that are kept."""
