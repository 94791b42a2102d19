// `Checking ••6789`, `A-20513`, `P-7KQ2MX`: browsers break lines at the space and after the hyphen.
const tokens = /((?:[\p{L}]+ )?••[\p{L}\d]+|(?<![\p{L}\d-])[A-Z]{1,4}-[A-Z\d-]*[A-Z\d])/u;

/** Words in which no account number, reference or bank account is broken over two lines. */
export function Whole({ text }: { text: string }) {
  return (
    <>
      {text.split(tokens).map((part, at) =>
        at % 2 === 0 ? (
          part
        ) : (
          <span key={at} class="whole">
            {part}
          </span>
        ),
      )}
    </>
  );
}
