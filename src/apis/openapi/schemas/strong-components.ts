/**
 * The nodes of a graph in groups that reach one another, each group after those that it leads to: Tarjan, "Depth-first
 * search and linear graph algorithms" (1972), without recursion, since descriptions go deep.
 */
export function strongComponents<Node>(
  nodes: Iterable<Node>,
  leadsTo: (node: Node) => readonly Node[],
): Node[][] {
  const indices = new Map<Node, number>();
  const lowest = new Map<Node, number>();
  const open: Node[] = [];
  const isOpen = new Set<Node>();
  const groups: Node[][] = [];

  const enter = (node: Node) => {
    indices.set(node, indices.size);
    lowest.set(node, indices.size - 1);
    open.push(node);
    isOpen.add(node);
    return { node, next: leadsTo(node).values() };
  };
  const lower = (node: Node, to: number | undefined) =>
    lowest.set(node, Math.min(lowest.get(node) ?? Infinity, to ?? Infinity));

  for (const start of nodes) {
    if (indices.has(start)) continue;
    const path = [enter(start)];
    for (let at = path.at(-1); at; at = path.at(-1)) {
      const { node, next } = at;
      const step = next.next();
      if (!step.done) {
        if (!indices.has(step.value)) path.push(enter(step.value));
        else if (isOpen.has(step.value)) lower(node, indices.get(step.value));
        continue;
      }
      path.pop();
      const before = path.at(-1);
      if (before) lower(before.node, lowest.get(node));
      if (lowest.get(node) !== indices.get(node)) continue;
      const group = open.splice(open.indexOf(node));
      for (const each of group) isOpen.delete(each);
      groups.push(group);
    }
  }
  return groups;
}
