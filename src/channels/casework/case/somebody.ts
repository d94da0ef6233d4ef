/** Stands for a colleague of whom it is not known who it is: what was written on the network itself. */
export const somebody = 'somebody of ours';
