/** Something in a table that was read and can not be trusted; what it is in is not left out. */
export interface TableWarning {
  /** Where: `line 12`; absent when it is the whole table. */
  at?: string;
  column?: string;
  reason: string;
}
