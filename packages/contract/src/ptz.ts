import { z } from 'zod';
import { cameraIdSchema } from './values.ts';
import { ptzFaults } from './words.ts';

/**
 * Where a camera takes orders: the address of its ONVIF device service, with user name and password in it. Write-only: it
 * is sealed by the recorder and never sent back.
 */
export const onvifAddressSchema = z.strictObject({ url: z.string().min(8).max(2_048) });
export type OnvifAddress = z.infer<typeof onvifAddressSchema>;

/** A place the camera was taught to look at, by the token it made up for it (ONVIF ReferenceToken). */
export const presetTokenSchema = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[^\p{Cc}\p{Cs}]+$/u, 'holds a character that no preset has');
export const presetSchema = z.object({ token: presetTokenSchema, name: z.string().max(64) });
export type Preset = z.infer<typeof presetSchema>;

/** As the camera keeps it: taught anew, it has the same token and stands elsewhere. */
export const taughtPresetSchema = presetSchema.extend({
  position: z
    .string()
    .max(64)
    .nullable()
    .meta({ description: 'Its coordinates; null: the camera does not tell them.' }),
});
export type TaughtPreset = z.infer<typeof taughtPresetSchema>;

/** POST to the recorder's control door. */
export const goToPresetSchema = z.strictObject({ preset: presetTokenSchema });
/** What the recorder read of the camera; with a fault the list is empty. */
export const presetListSchema = z.object({
  fault: z.enum(ptzFaults).nullable(),
  presets: z.array(taughtPresetSchema),
  at: presetTokenSchema.nullable().meta({ description: 'The one it stands at, by its own coordinates.' }),
});
export type PresetList = z.infer<typeof presetListSchema>;

/** What the recorder says of a camera that can be moved. */
export const recorderPtzSchema = z.object({
  host: z.string().nullable(),
  hasPassword: z.boolean(),
  turning: z.boolean(),
  preset: presetTokenSchema.nullable().meta({ description: 'Where it stands; null: not known, or moved since.' }),
});
export type RecorderPtz = z.infer<typeof recorderPtzSchema>;

/** What managers see of it: never its address or password. */
export const cameraPtzSchema = z.object({
  host: z.string().nullable(),
  hasPassword: z.boolean(),
  turning: z.boolean(),
  preset: presetSchema.nullable().meta({ description: 'Where it stands; null: not known.' }),
});

/** The presets of a camera, each with whether its view was reviewed. */
export const cameraPresetsSchema = z.object({
  camera: cameraIdSchema,
  fault: z.enum(ptzFaults).nullable(),
  presets: z.array(
    presetSchema.extend({
      reviewed: z.boolean().meta({ description: 'A mask was approved for it: the public sees it again on arrival.' }),
    }),
  ),
  at: presetTokenSchema.nullable().meta({ description: 'The one it stands at, by its own coordinates.' }),
  takesOff: z.boolean().meta({ description: 'What it shows now is reviewed, and would be public no more.' }),
});
export type CameraPresets = z.infer<typeof cameraPresetsSchema>;

/**
 * Move a camera to a preset. `leavesPublic`: it is understood that the public sees nothing of it until a mask was
 * approved for what it shows then; without it such a move is refused.
 */
export const moveCameraRequestSchema = z.strictObject({
  preset: presetTokenSchema,
  leavesPublic: z.boolean().default(false),
});
