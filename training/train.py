"""Annotated articles become a trained reader: one run, one seed, resumable, scores logged per epoch.

python -m training.train --polnear .data/polnear --gold rumours-train.jsonl:4 --work .work/seed1 --seed 1

With ``--teachers`` it becomes a distillation: trained checkpoints tell what they believe of every article,
of those in ``--raw`` too, and the student learns that beside the annotation. With ``--judged`` the encoder
also learns what the judgement heads will need.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from training.crf import crf_loss
from training.data import (
    N_ROLES,
    Batch,
    Example,
    Lesson,
    Row,
    certain_roles,
    cut_rows,
    load_polnear,
    log,
    runs,
    to_batch,
    to_examples,
)
from training.judged import Probe, load_judged, with_judgements
from training.labelled import annotated, text_digest
from training.model import Reader, Shape, load_minilm, load_reader, save_reader, start_from
from training.teach import load_raw, taught_example, teach

# The role loss is summed over a window's words, the cue loss too, but only few words are cues.
ROLE_WEIGHT = 0.35
JUDGEMENT_WEIGHT = 0.15
ENCODER_RATE = 1.5e-4
HEAD_RATE = 1.2e-3
WEIGHT_DECAY = 0.01
WARMUP_SHARE = 0.06
EMA_DECAY = 0.997
MASK_RATE = 0.05


@dataclass
class Losses:
    """The losses of one batch: cue and role in nats per gold cue, judgement in nats per judged relation."""

    cue: Tensor
    role: Tensor
    judgement: Tensor

    @property
    def total(self) -> Tensor:
        return self.cue + ROLE_WEIGHT * self.role + JUDGEMENT_WEIGHT * self.judgement


def losses_of(reader: Reader, probe: Probe, batch: Batch, *, with_wrong_cues: bool) -> Losses:
    """All losses; cues that the tagger invents are shown to the role head as empty relations."""
    words, tag_scores = reader.encode(batch.ids, batch.features, batch.first_piece)
    judgement = probe.loss(words, batch.rows)
    n_gold = max(1, sum(len(row.relations) for row in batch.rows))
    cue = -(batch.tags * functional.log_softmax(tag_scores, dim=2)).sum()
    asked = [(i, *relation) for i, row in enumerate(batch.rows) for relation in row.relations]
    if with_wrong_cues:
        asked.extend(_wrong_cues(tag_scores, batch))
    if not asked:
        return Losses(cue / n_gold, cue.new_zeros(()), judgement)
    window = torch.tensor([item[0] for item in asked])
    start = torch.tensor([item[1] for item in asked])
    end = torch.tensor([item[2] for item in asked])
    wanted = torch.zeros(len(asked), batch.first_piece.shape[1], N_ROLES + N_ROLES**2)
    for index, (_, _, _, roles) in enumerate(asked):
        wanted[index, : len(roles)] = roles
    unary, pairwise = reader.roles(words, batch.paragraphs, window, start, end)
    role = crf_loss(unary, pairwise, wanted, batch.present[window])
    return Losses(cue / n_gold, role.sum() / n_gold, judgement)


def _wrong_cues(tag_scores: Tensor, batch: Batch) -> Iterator[tuple[int, int, int, Tensor]]:
    """Predicted cues that are not gold: those that overlap a gold cue keep its roles, others have none."""
    tags = tag_scores.detach().argmax(2).tolist()
    for index, row in enumerate(batch.rows):
        gold = {(start, end) for start, end, _ in row.relations}
        n_words = len(row.first_piece)
        for start, end in runs(tags[index][:n_words]):
            if (start, end) in gold:
                continue
            touched = [roles for s, e, roles in row.relations if s < end and start < e]
            yield index, start, end, touched[0] if touched else certain_roles({}, 0, n_words)


class Ema:
    """Exponential moving average of the weights (Polyak averaging)."""

    def __init__(self, reader: Reader) -> None:
        self.weights = {name: value.detach().clone() for name, value in reader.state_dict().items()}
        self.n_steps = 0

    def update(self, reader: Reader) -> None:
        self.n_steps += 1
        decay = min(EMA_DECAY, (1 + self.n_steps) / (10 + self.n_steps))
        for name, value in reader.state_dict().items():
            if value.is_floating_point():
                self.weights[name].lerp_(value, 1 - decay)


def make_optimizer(reader: Reader, *, share: float) -> torch.optim.Optimizer:
    """AdamW, a low rate for the encoder, a high one for the new heads; word embeddings stay as they are.

    Args:
        reader: What to train.
        share: Of the usual rates; a reader that is nearly done wants less.
    """
    reader.encoder.words.weight.requires_grad_(False)
    slow, fast = [], []
    for name, value in reader.named_parameters():
        if value.requires_grad:
            is_encoder = name.startswith("encoder.") and not name.startswith("encoder.features")
            (slow if is_encoder else fast).append(value)
    return torch.optim.AdamW(
        [{"params": slow, "lr": share * ENCODER_RATE}, {"params": fast, "lr": share * HEAD_RATE}],
        weight_decay=WEIGHT_DECAY,
    )


def rate_at(step: int, n_steps: int) -> float:
    """Share of the full learning rate: linear warm-up, then linear decay to nothing."""
    warmup = max(1, int(WARMUP_SHARE * n_steps))
    if step < warmup:
        return (step + 1) / warmup
    return max(0.0, (n_steps - step) / max(1, n_steps - warmup))


def epoch_batches(examples: list[tuple[Example, float]], size: int, rng: random.Random) -> list[list[Row]]:
    """Cut all examples anew (a repeat of 2.5 means two or three times) and group windows of like length."""
    rows: list[Row] = []
    for example, repeats in examples:
        times = int(repeats) + (rng.random() < repeats - int(repeats))
        for _ in range(times):
            rows.extend(cut_rows(example, rng, mask_rate=MASK_RATE))
    rng.shuffle(rows)
    chunks = [rows[at : at + 40 * size] for at in range(0, len(rows), 40 * size)]
    batches = []
    for chunk in chunks:
        chunk.sort(key=lambda row: len(row.ids))
        batches.extend(chunk[at : at + size] for at in range(0, len(chunk), size))
    rng.shuffle(batches)
    return batches


def train(arguments: argparse.Namespace) -> None:
    """Run or resume one training."""
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(arguments.seed)
    out: Path = arguments.work
    out.mkdir(parents=True, exist_ok=True)
    from training.encoders import minilm_directory, word_pieces

    pieces = word_pieces()
    repeats = arguments.polnear_repeats
    examples = [(example, repeats) for example in load_polnear(arguments.polnear, "train", pieces)]
    for path, repeats in arguments.gold:
        found = to_examples(annotated(path, arguments.texts), pieces)
        examples.extend((example, repeats) for example in found)
    spoken_for = {_digest(example) for example, _ in examples}
    for path, repeats in arguments.raw:
        examples.extend((one, repeats) for one in load_raw(path, pieces) if _digest(one) not in spoken_for)
    judged = load_judged(arguments.judged)
    examples = [(with_judgements(example, judged), repeats) for example, repeats in examples]
    log(
        f"{len(examples)} articles, {sum(len(example.judged) for example, _ in examples)} judged attributions"
    )
    if arguments.teachers:
        examples = _taught(examples, arguments)
    layers = arguments.keep_layers or range(arguments.layers)
    reader = Reader(Shape(layers=len(layers)), dropout=arguments.dropout)
    if arguments.start:
        start_from(reader, load_reader(arguments.start), layers)
    else:
        load_minilm(reader, minilm_directory())
    optimizer = make_optimizer(reader, share=arguments.rate_share)
    probe = Probe(reader.shape.hidden)
    optimizer.add_param_group({"params": list(probe.parameters()), "lr": arguments.rate_share * HEAD_RATE})
    ema, first_epoch, step = Ema(reader), 0, 0
    state_path = out / "state.pt"
    if state_path.exists():
        state = torch.load(state_path, weights_only=False)
        reader.load_state_dict(state["reader"])
        probe.load_state_dict(state["probe"])
        optimizer.load_state_dict(state["optimizer"])
        ema.weights, ema.n_steps = state["ema"], state["ema_steps"]
        first_epoch, step = state["epoch"], state["step"]
        log(f"resumed after epoch {first_epoch}")
    n_steps = 0
    for epoch in range(first_epoch, arguments.epochs):
        rng = random.Random(arguments.seed * 1000 + epoch)
        torch.manual_seed(arguments.seed * 1000 + epoch)
        batches = epoch_batches(examples, arguments.batch, rng)
        n_steps = n_steps or len(batches) * arguments.epochs
        step = _one_epoch(reader, probe, ema, optimizer, batches, step, n_steps, epoch)
        averaged = Reader(reader.shape, dropout=0.0)
        averaged.load_state_dict(ema.weights)
        save_reader(averaged.eval(), out / "reader.pt")
        torch.save(
            {
                "reader": reader.state_dict(),
                "probe": probe.state_dict(),
                "optimizer": optimizer.state_dict(),
                "ema": ema.weights,
                "ema_steps": ema.n_steps,
                "epoch": epoch + 1,
                "step": step,
            },
            state_path,
        )
        from training.measure import measure

        scores = measure(out / "reader.pt", arguments.dev, polnear=arguments.polnear)
        with (out / "log.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps({"epoch": epoch + 1, "step": step, **scores}) + "\n")
        log(f"epoch {epoch + 1}: {json.dumps(scores)}")


def _taught(
    examples: list[tuple[Example, float]], arguments: argparse.Namespace
) -> list[tuple[Example, float]]:
    """Give each article its lesson; lessons are kept beside the checkpoints, as a run may be resumed."""
    path = arguments.work / "lessons.pt"
    lessons: dict[str, Lesson] = torch.load(path, weights_only=False) if path.exists() else {}
    missing = {
        _lesson_key(example): example for example, _ in examples if _lesson_key(example) not in lessons
    }
    if missing:
        teachers = [load_reader(checkpoint) for checkpoint in arguments.teachers]
        taught = teach(teachers, list(missing.values()), threads=arguments.threads)
        lessons |= dict(zip(missing, taught, strict=True))
        torch.save(lessons, path)
    return [
        (taught_example(example, lessons[_lesson_key(example)]), repeats) for example, repeats in examples
    ]


def _digest(example: Example) -> str:
    return text_digest(example.tokenized.text)


def _lesson_key(example: Example) -> str:
    """An annotated article and the same one raw have lessons of their own: of other cues."""
    return f"{_digest(example)} {'annotated' if example.views else 'raw'}"


def _one_epoch(
    reader: Reader,
    probe: Probe,
    ema: Ema,
    optimizer: torch.optim.Optimizer,
    batches: list[list[Row]],
    step: int,
    n_steps: int,
    epoch: int,
) -> int:
    reader.train()
    base = [group.setdefault("base", group["lr"]) for group in optimizer.param_groups]
    sums, began = [0.0, 0.0, 0.0], time.monotonic()
    for number, rows in enumerate(batches, 1):
        for group, rate in zip(optimizer.param_groups, base, strict=True):
            group["lr"] = rate * rate_at(step, n_steps)
        losses = losses_of(reader, probe, to_batch(rows), with_wrong_cues=step > 0.15 * n_steps)
        optimizer.zero_grad(set_to_none=True)
        losses.total.backward()
        torch.nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
        optimizer.step()
        ema.update(reader)
        step += 1
        sums[0] += losses.cue.item()
        sums[1] += losses.role.item()
        sums[2] += losses.judgement.item()
        if number % 20 == 0 or number == len(batches):
            spent = time.monotonic() - began
            left = math.ceil(spent / number * (len(batches) - number))
            log(
                f"epoch {epoch + 1} step {number}/{len(batches)} cue {sums[0] / number:.3f} "
                f"role {sums[1] / number:.3f} judgement {sums[2] / number:.3f} {spent:.0f}s, {left}s left"
            )
    return step


def gold_file(argument: str) -> tuple[Path, float]:
    """Take ``rows.jsonl:4`` apart; one repeat when no number is given."""
    name, colon, repeats = argument.rpartition(":")
    return (Path(name), float(repeats)) if colon else (Path(argument), 1.0)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What a training can be told."""
    parser.add_argument("--polnear", type=Path, required=True, help="unpacked PolNeAR")
    parser.add_argument(
        "--polnear-repeats", type=float, default=1.0, help="how often each of its articles is read per epoch"
    )
    parser.add_argument(
        "--gold",
        type=gold_file,
        nargs="*",
        default=[],
        metavar="FILE[:REPEATS]",
        help="JSONL files to train on (readings will do, and labels), and how often each is read per epoch",
    )
    parser.add_argument(
        "--texts", type=Path, nargs="*", default=[], help="articles of the labels: JSONL, or PolNeAR's folder"
    )
    parser.add_argument("--layers", type=int, default=6, help="how many layers of the encoder to keep")
    parser.add_argument("--start", type=Path, help="trained reader to begin with, in place of MiniLM")
    parser.add_argument(
        "--keep-layers", type=int, nargs="*", default=[], metavar="N", help="which of its layers, from 0"
    )
    parser.add_argument("--teachers", type=Path, nargs="*", default=[], help="trained readers to learn from")
    parser.add_argument(
        "--raw",
        type=gold_file,
        nargs="*",
        default=[],
        metavar="FILE[:REPEATS]",
        help="JSONL files with texts that nobody annotated, for --teachers",
    )
    parser.add_argument(
        "--judged",
        type=Path,
        nargs="*",
        default=[],
        metavar="FILE",
        help="judged attributions of articles read: gold files, or labels by the articles' digests",
    )
    parser.add_argument("--dev", type=Path, nargs="*", default=[], help="JSONL files to score on")
    parser.add_argument("--work", type=Path, required=True, help="folder for checkpoints and the log")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--batch", type=int, default=16, help="windows a step")
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--rate-share", type=float, default=1.0, help="share of the usual learning rates")
    parser.add_argument("--threads", type=int, default=2)


def main() -> None:
    """Parse the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__)
    add_arguments(parser)
    train(parser.parse_args())


if __name__ == "__main__":
    main()
