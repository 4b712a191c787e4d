// Runs tasks one after the other.

export class TaskQueue {
  /** Grows with each reset: what was begun in an earlier epoch is outdated. */
  epoch = 0;
  private tail: Promise<void> = Promise.resolve();
  private readonly report: (problem: unknown) => void;

  constructor(report: (problem: unknown) => void) {
    this.report = report;
  }

  /** Adds a task, which is skipped when a reset comes before it. A failure is reported, and the next task goes on. */
  add(task: () => unknown): void {
    const { epoch } = this;
    this.tail = this.tail.then(() => (epoch === this.epoch ? task() : undefined)).then(() => {}, this.report);
  }

  reset(): void {
    this.epoch += 1;
  }
}
