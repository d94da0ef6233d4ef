/**
 * What can happen when a write is sent again whose answer was lost. `keyed`: the other side knows the key and
 * writes once. `findable`: `find` tells whether it is there. `unsafe`: nobody can know.
 */
export type Repeat = 'keyed' | 'findable' | 'unsafe';
