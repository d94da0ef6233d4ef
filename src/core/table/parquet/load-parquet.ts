import { KenningError } from '../../errors.js';

export interface ParquetLibrary extends Pick<typeof import('hyparquet'), 'parquetMetadataAsync' | 'parquetRead'> {
  /** How pages are unpacked. */
  compressors: import('hyparquet').Compressors;
}

/** Loads the reader of Parquet when it is first needed; who reads no such file need not install it. */
export async function loadParquet(): Promise<ParquetLibrary> {
  try {
    const [{ parquetMetadataAsync, parquetRead }, { compressors }] = await Promise.all([
      import('hyparquet'),
      import('hyparquet-compressors'),
    ]);
    return { parquetMetadataAsync, parquetRead, compressors };
  } catch (cause) {
    throw new KenningError(
      'unsupported',
      'Reading Parquet needs two packages: npm install hyparquet@1 hyparquet-compressors@1',
      { cause },
    );
  }
}
