"""Whether somebody who declared to be an adult rather seems to be a teen; it only ever tightens."""
