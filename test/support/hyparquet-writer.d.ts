// As much of the package as tests use.
declare module 'hyparquet-writer' {
  export function parquetWriteFile(options: {
    filename: string;
    rowGroupSize?: number;
    columnData: { name: string; data: ArrayLike<unknown>; type: string }[];
  }): void;
}
