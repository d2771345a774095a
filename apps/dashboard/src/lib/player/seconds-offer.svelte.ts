/** Whether the recorder made the last picture a second that was asked for; where it had no room, key frames are shown. */
export const secondsOffer = $state({ isGiven: true });
