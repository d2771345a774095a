export interface CardWords {
  title: string;
  /** Under each half. */
  then: string;
  now: string;
  /** The line at the foot: percent, plan, data date. */
  facts: string;
}

/** The size a shared link's picture is shown at everywhere. */
const size = { width: 1_200, height: 630 };
const foot = 118;

/** Draws a card: then and now beside each other, dated, with what the project says of itself. null: no picture came. */
export async function drawShareCard(thenUrl: string, nowUrl: string, words: CardWords): Promise<Blob | null> {
  const canvas = document.createElement('canvas');
  canvas.width = size.width;
  canvas.height = size.height;
  const context = canvas.getContext('2d');
  if (!context) return null;
  try {
    const [then, now] = await Promise.all([loadPicture(thenUrl), loadPicture(nowUrl)]);
    const half = size.width / 2;
    drawCover(context, then, 0, half);
    drawCover(context, now, half, half);
  } catch {
    return null;
  }
  context.fillStyle = '#fff';
  context.fillRect(size.width / 2 - 1, 0, 2, size.height - foot);
  context.fillStyle = '#111214';
  context.fillRect(0, size.height - foot, size.width, foot);
  const family = getComputedStyle(document.body).fontFamily;
  const write = (text: string, x: number, y: number, font: string, colour: string, width: number) => {
    context.font = `${font} ${family}`;
    context.fillStyle = colour;
    context.fillText(text, x, y, width);
  };
  label(context, words.then, 24, family);
  label(context, words.now, size.width / 2 + 24, family);
  write(words.title, 32, size.height - foot + 50, '600 34px', '#ffffff', size.width - 230);
  write(words.facts, 32, size.height - foot + 90, '400 24px', '#c9ccd1', size.width - 230);
  context.textAlign = 'right';
  write('Sitecast', size.width - 32, size.height - foot + 50, '600 28px', '#ffffff', 180);
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
}

async function loadPicture(url: string): Promise<ImageBitmap> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error('no picture');
  return createImageBitmap(await answer.blob());
}

/** As CSS `object-fit: cover` does it. */
function drawCover(context: CanvasRenderingContext2D, picture: ImageBitmap, left: number, width: number): void {
  const height = size.height - foot;
  const scale = Math.max(width / picture.width, height / picture.height);
  const cut = { width: width / scale, height: height / scale };
  context.drawImage(
    picture,
    ...([(picture.width - cut.width) / 2, (picture.height - cut.height) / 2, cut.width, cut.height] as const),
    ...([left, 0, width, height] as const),
  );
}

function label(context: CanvasRenderingContext2D, text: string, left: number, family: string): void {
  context.font = `500 24px ${family}`;
  const { width } = context.measureText(text);
  context.fillStyle = 'rgb(0 0 0 / 60%)';
  context.fillRect(left - 10, 20, width + 20, 40);
  context.fillStyle = '#ffffff';
  context.fillText(text, left, 48);
}
