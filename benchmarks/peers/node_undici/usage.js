// Wall time, and CPU time of the whole process, all threads.
export class Measurement {
  #began = process.hrtime.bigint();
  #before = process.cpuUsage();

  // Prints the one line of JSON that the harness reads.
  report(program, calls, last) {
    const wall = Number(process.hrtime.bigint() - this.#began) / 1e9;
    const { user, system } = process.cpuUsage(this.#before);
    console.log(JSON.stringify({ program, calls, wall_s: wall, user_s: user / 1e6, system_s: system / 1e6, last }));
  }
}
