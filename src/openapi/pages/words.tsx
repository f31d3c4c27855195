/** Our descriptions: paragraphs, lists of `- `, code in backquotes, links as Markdown writes them. */
export function Words({ text }: { text: string }): JSX.Element {
  return (
    <>
      {text
        .split('\n\n')
        .filter(Boolean)
        .map((block) =>
          block.startsWith('- ') ? (
            <ul>
              {block.split('\n').map((line) => (
                <li>
                  <Line text={line.slice(2)} />
                </li>
              ))}
            </ul>
          ) : (
            <p>
              <Line text={block} />
            </p>
          ),
        )}
    </>
  );
}

/** `[words](address)`, or `` `code` ``; the words of a link may be code. */
const MARKS = /\[([^\]]+)\]\(([^)\s]+)\)|`([^`]+)`/g;

function Line({ text }: { text: string }): JSX.Element {
  const parts: JSX.Element[] = [];
  let end = 0;
  for (const match of text.matchAll(MARKS)) {
    const [whole, words = '', address = '', code = ''] = match;
    parts.push(<Plain text={text.slice(end, match.index)} />);
    parts.push(
      address ? (
        <a href={address}>
          <Line text={words} />
        </a>
      ) : (
        <code safe>{code}</code>
      ),
    );
    end = match.index + whole.length;
  }
  return (
    <>
      {parts}
      <Plain text={text.slice(end)} />
    </>
  );
}

function Plain({ text }: { text: string }): JSX.Element {
  return <span safe>{text}</span>;
}
