import { Whole } from './Whole';

/** Plain text of a lender's or the terms: a blank line parts paragraphs, and nothing else is markup. */
export function Paragraphs({ text }: { text: string }) {
  return (
    <>
      {text
        .split(/\n{2,}/)
        .filter(Boolean)
        .map((paragraph) => (
          <p key={paragraph} class="prose">
            <Whole text={paragraph} />
          </p>
        ))}
    </>
  );
}
