import type { JSX } from 'preact';

/** One picture, or two beside each other: what it was and what it became. */
export function Photos({ images }: { readonly images: readonly string[] }): JSX.Element {
  return (
    <div class="photos">
      {images.map((image) => (
        <img key={image} src={`content/${image}`} alt="" draggable={false} />
      ))}
    </div>
  );
}
