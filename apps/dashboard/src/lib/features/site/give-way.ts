/** Ends the task that runs, so that a frame is drawn and a tap is heard before what follows. */
export const giveWay = (): Promise<void> => new Promise((goOn) => void setTimeout(goOn));
