/** Something in a row that could not be used. */
export interface RowWarning {
  row: number;
  column: string;
  reason: string;
}
