import { z } from 'zod';

/** A record of any kind. */
export interface RecordView {
  id: string;
  properties: Record<string, string | null | undefined>;
  createdAt?: string | undefined;
  updatedAt?: string | undefined;
  archived?: boolean | undefined;
  archivedAt?: string | undefined;
  associations?: Record<string, { results: { id: string }[] }> | undefined;
  objectWriteTraceId?: string | undefined;
}

const id = z.union([z.string().min(1).max(100), z.number().transform(String)]);
const time = z.string().max(100).optional();

export const recordView: z.ZodType<RecordView> = z.object({
  id,
  properties: z.record(z.string(), z.string().nullish()),
  createdAt: time,
  updatedAt: time,
  archived: z.boolean().optional(),
  archivedAt: time,
  associations: z.record(z.string(), z.object({ results: z.array(z.object({ id })) })).optional(),
  objectWriteTraceId: z.string().optional(),
}) as z.ZodType<RecordView>;

export interface ErrorView {
  category?: string | undefined;
  subCategory?: string | undefined;
  message?: string | undefined;
  policyName?: string | undefined;
  context?: Record<string, string[]> | undefined;
  errors?: { code?: string | undefined; context?: Record<string, string[]> | undefined }[] | undefined;
}

const text = z.string().optional().catch(undefined);
const context = z.record(z.string(), z.array(z.string())).optional().catch(undefined);

export const errorView: z.ZodType<ErrorView> = z.object({
  category: text,
  subCategory: text,
  message: text,
  policyName: text,
  context,
  errors: z
    .array(z.object({ code: text, context }))
    .optional()
    .catch(undefined),
});

export const listView = z.object({
  results: z.array(z.unknown()),
  paging: z.object({ next: z.object({ after: z.string() }).optional() }).optional(),
});

export const batchView = z.object({ results: z.array(z.unknown()), errors: z.array(errorView).optional() });

export const associationsView = z.object({
  results: z.array(z.object({ from: z.object({ id }), to: z.array(z.object({ toObjectId: id })) })),
});

export interface PropertyView {
  name: string;
  label: string;
  type: string;
  fieldType?: string | undefined;
  hasUniqueValue?: boolean | undefined;
  calculated?: boolean | undefined;
  hidden?: boolean | undefined;
  options?: { value: string }[] | undefined;
  modificationMetadata?: { readOnlyValue?: boolean | undefined } | undefined;
}

export const propertyView: z.ZodType<PropertyView> = z.object({
  name: z.string(),
  label: z.string(),
  type: z.string(),
  fieldType: z.string().optional(),
  hasUniqueValue: z.boolean().optional(),
  calculated: z.boolean().optional(),
  hidden: z.boolean().optional(),
  options: z.array(z.object({ value: z.string() })).optional(),
  modificationMetadata: z.object({ readOnlyValue: z.boolean().optional() }).optional(),
});

export interface StageView {
  id: string;
  label: string;
  metadata?: Record<string, string> | undefined;
}

export const pipelinesView = z.object({
  results: z.array(
    z.object({
      id,
      label: z.string(),
      displayOrder: z.number().optional(),
      stages: z.array(
        z.object({
          id,
          label: z.string(),
          displayOrder: z.number().optional(),
          metadata: z.record(z.string(), z.coerce.string()).optional(),
        }),
      ),
    }),
  ),
});
