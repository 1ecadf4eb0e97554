import type { AnswerStore } from '../store.ts';

interface KeptAnswer {
  chunks: Map<number, Uint8Array>;
  description: string | null;
  receivedAt: number;
}

/** Answers in memory. */
export function createMemoryAnswers(): {
  store: AnswerStore;
  count(): number;
  /** Deletes finished answers received before an instant, at most `limit`; gives how many. */
  prune(beforeAt: number, limit: number): number;
} {
  const answers = new Map<number, KeptAnswer>();
  const answerOf = (requestNumber: number): KeptAnswer => {
    const known = answers.get(requestNumber) ?? {
      chunks: new Map<number, Uint8Array>(),
      description: null,
      receivedAt: 0,
    };
    answers.set(requestNumber, known);
    return known;
  };
  const finished = (requestNumber: number): KeptAnswer | undefined => {
    const answer = answers.get(requestNumber);
    return answer?.description === null ? undefined : answer;
  };
  return {
    store: {
      async putChunk(requestNumber, chunk, bytes) {
        answerOf(requestNumber).chunks.set(chunk, bytes.slice());
      },
      async finish(requestNumber, description, chunks, receivedAt) {
        const answer = answerOf(requestNumber);
        for (const chunk of answer.chunks.keys()) if (chunk >= chunks) answer.chunks.delete(chunk);
        answer.description = description;
        answer.receivedAt = receivedAt;
      },
      async discard(requestNumber) {
        answers.delete(requestNumber);
      },
      async description(requestNumber) {
        return finished(requestNumber)?.description ?? null;
      },
      async chunk(requestNumber, chunk) {
        return finished(requestNumber)?.chunks.get(chunk)?.slice() ?? null;
      },
    },
    count: () => Array.from(answers.values()).filter((answer) => answer.description !== null).length,
    prune(beforeAt, limit) {
      let pruned = 0;
      for (const [requestNumber, answer] of answers) {
        if (pruned === limit) break;
        if (answer.description === null || answer.receivedAt >= beforeAt) continue;
        answers.delete(requestNumber);
        pruned++;
      }
      return pruned;
    },
  };
}
