/**
 * A name with the words of a query underlined, 2 px ink-3: matches are ink, never colour. Case and order do not count.
 *
 * @example <Matched text="Order to ERP" query="erp ord" />
 */
export function Matched({ text, query }: { text: string; query: string }) {
  const words = query
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  if (words.length === 0) return text;
  return text.split(new RegExp(`(${words.join('|')})`, 'gi')).map((part, index) =>
    index % 2 === 1 ? (
      <span key={index} className="border-b-2 border-ink-3">
        {part}
      </span>
    ) : (
      part
    ),
  );
}
