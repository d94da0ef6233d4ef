import { z } from 'zod';

/** A part of a text with a meaning: a mention, a link, a tag. Offsets count UTF-16 units, the end is exclusive. */
export interface TextEntity {
  type: 'mention' | 'link' | 'tag' | 'cashtag' | 'emoji' | 'quote' | 'signature';
  start: number;
  end: number;
  url?: string;
}

/** A file that came with an interaction. The bytes stay where they are; networks forbid or expire copies. */
export interface Attachment {
  type: 'image' | 'video' | 'audio' | 'file' | 'link';
  url?: string;
  name?: string;
  mediaType?: string;
  bytes?: number;
  /** What it shows, in words. */
  description?: string;
}

/** What was said. Text is plain Unicode; quotes and signatures in it are marked as entities. */
export interface Content {
  text: string;
  title?: string;
  /** A content warning or summary shown before the text. */
  summary?: string;
  entities?: TextEntity[];
  attachments?: Attachment[];
  /** BCP 47, as the network or the author states it. */
  language?: string;
}

export const textEntity: z.ZodType<TextEntity> = z
  .object({
    type: z.enum(['mention', 'link', 'tag', 'cashtag', 'emoji', 'quote', 'signature']),
    start: z.number().int().nonnegative(),
    end: z.number().int().nonnegative(),
    url: z.string().max(4000).optional(),
  })
  .refine((entity) => entity.start <= entity.end, 'an entity ends before it starts');

export const attachment: z.ZodType<Attachment> = z.object({
  type: z.enum(['image', 'video', 'audio', 'file', 'link']),
  url: z.string().max(4000).optional(),
  name: z.string().max(1000).optional(),
  mediaType: z.string().max(200).optional(),
  bytes: z.number().int().nonnegative().optional(),
  description: z.string().max(10_000).optional(),
});

export const content: z.ZodType<Content> = z.object({
  text: z.string().max(1_000_000),
  title: z.string().max(5000).optional(),
  summary: z.string().max(5000).optional(),
  entities: z.array(textEntity).max(5000).optional(),
  attachments: z.array(attachment).max(500).optional(),
  language: z.string().max(50).optional(),
});
