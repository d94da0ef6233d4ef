/** What joining clusters has done, in its order: which rows stood for the two, how many pairs it implied, how sure it was. */
export class Merges {
  left = new Uint32Array(1024);
  right = new Uint32Array(1024);
  /** In bits, of their pairs on average. */
  weight = new Float32Array(1024);
  size = 0;

  push(left: number, right: number, weight: number): void {
    if (this.size === this.left.length) this.#grow();
    this.left[this.size] = left;
    this.right[this.size] = right;
    this.weight[this.size] = weight;
    this.size += 1;
  }

  #grow(): void {
    const { left, right, weight, size } = this;
    this.left = new Uint32Array(2 * size);
    this.right = new Uint32Array(2 * size);
    this.weight = new Float32Array(2 * size);
    this.left.set(left);
    this.right.set(right);
    this.weight.set(weight);
  }
}
