"""The whole of Zoetrope as processes on one machine: servers, web, workers, scheduler."""
