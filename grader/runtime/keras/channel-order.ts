/** Axes of images: [N, C, H, W] with the channels last, and [N, H, W, C] with the channels first. */
export const EXCHANGED_LAST = [0, 2, 3, 1];
export const EXCHANGED_FIRST = [0, 3, 1, 2];

export const isChannelsFirst = (format: string | undefined) =>
  format === 'channelsFirst' || format === 'channels_first';
