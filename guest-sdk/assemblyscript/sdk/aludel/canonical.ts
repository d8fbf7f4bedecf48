// How values cross between this module and the host: memory of a call, texts, lists.

/** What a function of the host answers: a value, or why there is none. */
export class Answer<T, E> {
  /** Without an error, `value` is what was asked for; with one it means nothing. */
  constructor(public value: T, public error: E | null) {}
}

/** A number or boolean where there may be none: numbers cannot be null. */
export class Some<T> {
  constructor(public value: T) {}
}

/** The value of an answer that has none. */
export function blank<T>(): T {
  if (isReference<T>()) return changetype<T>(0);
  else return <T>0;
}

/** Memory of a call comes from blocks of at least so many bytes. */
const BLOCK_SIZE: usize = 1 << 16;

/** The first block stays from call to call. */
let firstBlock: usize = 0;
let next: usize = 0;
let end: usize = 0;
let laterBlocks: Array<usize> = [];

/** Begins a call: what the call before used is free again. */
export function begin(): void {
  if (firstBlock == 0) firstBlock = heap.alloc(BLOCK_SIZE);
  for (let i = 0; i < laterBlocks.length; i++) heap.free(laterBlocks[i]);
  laterBlocks.length = 0;
  next = firstBlock;
  end = firstBlock + BLOCK_SIZE;
}

/** Memory of the call under way, filled with zeros. */
export function allocate(size: usize, align: usize): usize {
  const start = take(size, align);
  memory.fill(start, 0, size);
  return start;
}

function take(size: usize, align: usize): usize {
  let start = (next + align - 1) & ~(align - 1);
  if (start + size > end) {
    const length = max(size + align, BLOCK_SIZE);
    const block = heap.alloc(length);
    laterBlocks.push(block);
    end = block + length;
    start = (block + align - 1) & ~(align - 1);
  }
  next = start + size;
  return start;
}

/** The allocator that the host calls. */
export function reallocate(old: usize, oldSize: usize, align: usize, size: usize): usize {
  if (size == 0) return align;
  const start = take(size, align);
  if (oldSize > 0) memory.copy(start, old, min(oldSize, size));
  return start;
}

/** The text whose address and length are stored at an address. */
export function loadString(at: usize): string {
  return String.UTF8.decodeUnsafe(load<u32>(at), load<u32>(at + 4));
}

/** Stores address and length of a text. Halves of characters turn into the replacement character. */
export function storeString(text: string, at: usize): void {
  const length = <usize>String.UTF8.byteLength(text);
  const start = take(length, 1);
  String.UTF8.encodeUnsafe(changetype<usize>(text), text.length, start, false, String.UTF8.ErrorMode.REPLACE);
  store<u32>(at, <u32>start);
  store<u32>(at + 4, <u32>length);
}

/** The numbers whose address and count are stored at an address. */
export function loadList<T>(at: usize): StaticArray<T> {
  const count = load<i32>(at + 4);
  const items = new StaticArray<T>(count);
  memory.copy(changetype<usize>(items), load<u32>(at), <usize>count * sizeof<T>());
  return items;
}

/** Stores address and count of numbers, which stay where they are. */
export function storeList<T>(items: StaticArray<T>, at: usize): void {
  store<u32>(at, <u32>changetype<usize>(items));
  store<u32>(at + 4, items.length);
}
