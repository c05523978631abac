import type { Variation } from "./variation.ts";

/** What a hair style can be. */
export const hairStyles = ["bald", "short", "bob", "long", "curly", "bun"] as const;
/** What a hair colour can be; brows and beards have it too, so also the bald have one. */
export const hairColours = ["black", "brown", "blond", "red", "grey"] as const;
/** What a beard can be. */
export const beards = ["none", "stubble", "moustache", "goatee", "full"] as const;
/** Skin tones, from the lightest, 1, to the darkest, 6. */
export const skinTones = [1, 2, 3, 4, 5, 6] as const;
/** What the outline of a face can be. */
export const faceShapes = ["oval", "round", "square", "heart"] as const;
/** What the background can be. */
export const backgrounds = ["blue", "green", "sand", "rose", "grey"] as const;

/** What is known of a drawn face, exactly: it was drawn from this. */
export type FaceAttributes = {
  /** Teeth show, the mouth's corners rise; otherwise the mouth is closed. */
  smiling: boolean;
  /** A frame about each eye. */
  glasses: boolean;
  hairStyle: typeof hairStyles[number];
  hairColour: typeof hairColours[number];
  beard: typeof beards[number];
  /** 1, the lightest, to 6, the darkest. */
  skinTone: typeof skinTones[number];
  faceShape: typeof faceShapes[number];
  background: typeof backgrounds[number];
  /** Where the head turns: −1 to the image's left, 0 to the viewer, 1 to its right. */
  turn: number;
  /** How the head leans: −1 to the image's left, 1 to its right. */
  tilt: number;
  /** Where the light comes from: −1 from the image's left, 1 from its right. */
  light: number;
};

/** The values of each attribute that can serve as a label, and their names. */
export const attributeClasses = {
  smiling: { values: [false, true], names: ["not smiling", "smiling"] },
  glasses: { values: [false, true], names: ["no glasses", "glasses"] },
  hairStyle: { values: hairStyles, names: hairStyles },
  hairColour: { values: hairColours, names: hairColours },
  beard: { values: beards, names: beards },
  skinTone: { values: skinTones, names: skinTones.map(String) },
  faceShape: { values: faceShapes, names: faceShapes },
  background: { values: backgrounds, names: backgrounds },
} as const;

/**
 * Draws attributes, each independent of all others, so that differences of means isolate
 * one of them.
 *
 * Half of the faces smile, a third wear glasses, half have no beard and an eighth each of
 * the four others; hair style, hair colour, skin tone, face shape and background are
 * uniform. Turn, tilt and light lie about 0.
 *
 * @param vary Where the numbers come from; it gives as many whatever comes out.
 * @returns The attributes of one face.
 */
export function drawAttributes(vary: Variation): FaceAttributes {
  const smiling = vary.chance(1 / 2);
  const glasses = vary.chance(1 / 3);
  const hairStyle = vary.oneOf(hairStyles);
  const hairColour = vary.oneOf(hairColours);
  const isShaven = vary.chance(1 / 2);
  const kind = vary.oneOf(beards.slice(1));
  return {
    smiling,
    glasses,
    hairStyle,
    hairColour,
    beard: isShaven ? "none" : kind,
    skinTone: vary.oneOf(skinTones),
    faceShape: vary.oneOf(faceShapes),
    background: vary.oneOf(backgrounds),
    turn: vary.about(0, 1),
    tilt: vary.about(0, 1),
    light: vary.between(-1, 1),
  };
}

/**
 * Refuses attributes that no face has.
 *
 * @param attributes Any part of them.
 * @throws {RangeError} If a name or a value is not one of the faces'.
 */
export function requireAttributes(attributes: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(attributes)) {
    const fault = faultOf(name, value);
    if (fault === "") continue;
    throw new RangeError(
      `Cannot draw faces as ${fault}: current value is ${JSON.stringify(value)}`,
    );
  }
}

function faultOf(name: string, value: unknown): string {
  if (name === "turn" || name === "tilt" || name === "light") {
    const isWithin = typeof value === "number" && Math.abs(value) <= 1;
    return isWithin ? "" : `the attribute '${name}' must be a number from −1 to 1`;
  }
  if (!Object.hasOwn(attributeClasses, name)) {
    return `'${name}' is no attribute of theirs`;
  }
  const values: readonly unknown[] =
    attributeClasses[name as keyof typeof attributeClasses].values;
  return values.includes(value)
    ? ""
    : `the attribute '${name}' must be one of ${values.join(", ")}`;
}
