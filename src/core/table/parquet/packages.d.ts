// As much of optional packages as is used, so that types hold where they are not installed.

declare module 'hyparquet' {
  interface Bytes {
    byteLength: number;
    slice(start: number, end?: number): Promise<ArrayBuffer>;
  }
  interface Metadata {
    schema: { name: string; num_children?: number }[];
    num_rows: bigint;
    row_groups: { num_rows: bigint }[];
  }
  export type Compressors = Record<string, (input: Uint8Array, outputLength: number) => Uint8Array>;
  export function parquetMetadataAsync(file: Bytes): Promise<Metadata>;
  export function parquetRead(options: {
    file: Bytes;
    metadata: Metadata;
    compressors: Compressors;
    columns: string[];
    rowStart: number;
    rowEnd: number;
    onChunk: (chunk: { columnName: string; columnData: ArrayLike<unknown>; rowStart: number }) => void;
  }): Promise<void>;
}

declare module 'hyparquet-compressors' {
  export const compressors: import('hyparquet').Compressors;
}
