#include "framework/backends/cpu/simd/program.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <memory>

#include "framework/base/error.h"
#include "framework/base/team.h"

namespace cornu::cpu::simd {

namespace {

constexpr size_t kScratchBytes = 48 << 10;
constexpr size_t kMostRegisters = 96;
constexpr size_t kTileBytes = 4096;   // of one register
constexpr int64_t kChunk = 16 << 10;  // elements worth a thread

}  // namespace

Why Program::declines(const FusedProgram& program, std::span<const DType> inputs) {
  if (inputs.size() + program.size() > kMostRegisters) return "the program has too many registers";
  const auto loops = row_loops(program.compute);
  for (size_t i = 0; i < program.size(); ++i)
    if (!loops[static_cast<size_t>(program.row(i))])
      return concat("no loop in ", program.compute, " for a row of the program");
  return {};
}

Program::Program(const FusedProgram& program, std::vector<Input> inputs)
    : compute_(program.compute),
      size_(size_of(program.compute)),
      inputs_(std::move(inputs)),
      round_(round_to(program.compute, program.rounding)) {
  for (const Input& input : inputs_) loads_.push_back(load_as(input.dtype, compute_));
  plan_registers(program);
  place_registers();
}

/// One instruction for each row, but that a row whose result only another one reads is taken along
/// with that one where there is a loop of both.
void Program::plan_instructions(const FusedProgram& program) {
  const auto loops = row_loops(compute_);
  std::vector<int> reads(registers_.size());
  for (const int64_t result : program.results) reads[static_cast<size_t>(result)] = 2;
  for (size_t i = 0; i < program.size(); ++i)
    for (size_t k = 0; k < static_cast<size_t>(program.arity(i)); ++k)
      ++reads[static_cast<size_t>(program.operand(i, k))];
  for (size_t i = 0; i < program.size(); ++i) {
    Instruction self;
    self.row = program.row(i);
    self.loop = loops[static_cast<size_t>(self.row)];
    self.arity = static_cast<size_t>(program.arity(i));
    self.result = inputs_.size() + i;
    for (size_t k = 0; k < self.arity; ++k)
      self.operands[k] = static_cast<size_t>(program.operand(i, k));
    for (size_t k = 0; k < 2 && self.arity == 2 && !round_; ++k)
      if (reads[self.operands[k]] == 1 && take_along(self, k)) break;
    code_.push_back(self);
    registers_[self.result].form = Form::computed;
  }
  for (size_t i = 0; i < code_.size(); ++i) {
    registers_[code_[i].result].born = static_cast<int>(i);
    for (size_t k = 0; k < code_[i].arity; ++k)
      registers_[code_[i].operands[k]].last_read = static_cast<int>(i);
  }
}

bool Program::take_along(Instruction& self, size_t operand) {
  const auto first = std::find_if(code_.begin(), code_.end(), [&](const Instruction& before) {
    return before.result == self.operands[operand];
  });
  if (first == code_.end() || first->row < 0) return false;
  const RowLoop both = row_pair(compute_, first->row, self.row, operand == 1);
  if (!both) return false;
  registers_[first->result].form = Form::passed;
  const size_t other = self.operands[1 - operand];
  std::copy_n(first->operands, first->arity, self.operands);
  self.operands[first->arity] = other;
  self.arity = first->arity + 1;
  self.loop = both;
  self.row = -1;
  code_.erase(first);
  return true;
}

void Program::plan_registers(const FusedProgram& program) {
  registers_.resize(inputs_.size() + program.size());
  plan_instructions(program);
  for (size_t k = 0; k < program.results.size(); ++k) {
    const auto source = static_cast<size_t>(program.results[k]);
    Register& result = registers_[source];
    const DType dtype = program.dtypes[k];
    results_.push_back({source, store_as(compute_, dtype), size_of(dtype)});
    if (result.form != Form::computed || dtype != compute_ || round_) continue;
    result.form = Form::direct;
    result.output = static_cast<int>(k);
    results_.back().store = nullptr;
  }
  if (!round_) return;
  for (Instruction& instruction : code_) {
    // Rounded when stored, if nothing else reads it.
    instruction.rounds = registers_[instruction.result].last_read >= 0;
    for (size_t k = 0; k < results_.size(); ++k)
      if (results_[k].source == instruction.result && program.dtypes[k] != program.rounding)
        instruction.rounds = true;
  }
}

void Program::place_registers() {
  size_t scalars = 0;
  bool staged = false;
  const auto tile_bytes = [&](int64_t tile) { return static_cast<size_t>(tile) * size_; };
  // A first tile length as if every register needed a place; then what is really needed.
  int64_t longest = static_cast<int64_t>(kTileBytes / size_);
  for (size_t i = 0; i < inputs_.size(); ++i) {
    const Broadcast& broadcast = inputs_[i].broadcast;
    const bool same = inputs_[i].dtype == compute_;
    switch (broadcast.kind()) {
      case Broadcast::Kind::flat:
        registers_[i].form = same ? Form::direct : Form::converted;
        break;
      case Broadcast::Kind::scalar:
        registers_[i].form = Form::scalar;
        registers_[i].place = scalars;
        scalars += kVectorBytes;
        break;
      case Broadcast::Kind::rows:
        registers_[i].form = same && broadcast.period() >= longest ? Form::rows : Form::filled;
        break;
      case Broadcast::Kind::general:
        registers_[i].form = Form::filled;
        if (!broadcast.constant_rows() || broadcast.period() < longest) break;
        registers_[i].form = Form::column;
        registers_[i].place = scalars;
        scalars += kVectorBytes;
        break;
    }
    staged |= registers_[i].form == Form::filled && !same;
  }
  // Tiles are handed out by lifetime: an instruction's result takes a place that is free by then.
  std::vector<int> free_after;  // per place: the last instruction that reads it
  for (size_t r = 0; r < registers_.size(); ++r) {
    Register& self = registers_[r];
    if (self.form != Form::converted && self.form != Form::filled && self.form != Form::computed)
      continue;
    int last = self.form == Form::computed ? self.last_read : std::numeric_limits<int>::max();
    for (const Result& result : results_)
      if (result.source == r) last = std::numeric_limits<int>::max();
    size_t place = 0;
    while (place < free_after.size() && free_after[place] > self.born) ++place;
    if (place == free_after.size()) free_after.push_back(0);
    free_after[place] = last;
    self.place = place;
  }
  const size_t places = free_after.size() + (staged ? 2 : 0);  // staged elements may be wider
  if (places == 0) {
    tile_ = std::numeric_limits<int64_t>::max();
    chunk_ = kChunk;
  } else {
    tile_ = std::min(longest, static_cast<int64_t>((kScratchBytes - scalars) / (places * size_)));
    tile_ -= tile_ % 16;
  }
  for (size_t i = 0; i < inputs_.size(); ++i) {
    const int64_t period = inputs_[i].broadcast.period();
    if (registers_[i].form == Form::rows || registers_[i].form == Form::column)
      row_ = row_ ? std::min(row_, period) : period;
    // Tiles of whole rows are laid out once.
    if (registers_[i].form == Form::filled && period > 0 && period <= tile_ &&
        inputs_[i].broadcast.kind() == Broadcast::Kind::rows && tile_ % period != 0)
      tile_ -= tile_ % period;
  }
  if (places > 0) chunk_ = tile_ * std::max<int64_t>(1, kChunk / tile_);
  for (Register& self : registers_)
    if (self.form == Form::converted || self.form == Form::filled || self.form == Form::computed)
      self.place = scalars + self.place * tile_bytes(tile_);
  if (staged) staging_ = scalars + free_after.size() * tile_bytes(tile_);
}

bool Program::may_alias(size_t output, size_t input) const {
  if (inputs_[input].broadcast.kind() != Broadcast::Kind::flat) return false;
  if (size_of(inputs_[input].dtype) != results_[output].bytes) return false;
  for (const Result& result : results_)
    if (result.source == input && &result != &results_[output]) return false;
  // A converted input is read before anything is written.
  if (registers_[input].form != Form::direct || results_[output].store) return true;
  return registers_[input].last_read <= registers_[results_[output].source].born;
}

void Program::spread(Convert load, const void* element, std::byte* vector) const {
  load(element, vector, 1);
  for (size_t at = size_; at < kVectorBytes; at += size_) std::memcpy(vector + at, vector, size_);
}

void Program::load_scalars(const void* const* in, std::byte* scratch, Source* sources) const {
  for (size_t i = 0; i < inputs_.size(); ++i) {
    if (registers_[i].form != Form::scalar) continue;
    std::byte* vector = scratch + registers_[i].place;
    spread(loads_[i], in[i], vector);
    sources[i] = {vector, 0};
  }
}

void Program::load_tile(const void* const* in, int64_t at, int64_t count, bool first,
                        std::byte* scratch, Source* sources) const {
  const auto n = static_cast<size_t>(count);
  for (size_t i = 0; i < inputs_.size(); ++i) {
    const Register& self = registers_[i];
    const Broadcast& broadcast = inputs_[i].broadcast;
    const size_t size = size_of(inputs_[i].dtype);
    const auto* data = static_cast<const std::byte*>(in[i]);
    std::byte* tile = scratch + self.place;
    switch (self.form) {
      case Form::direct:
        sources[i].data = data + static_cast<size_t>(at) * size;
        break;
      case Form::converted:
        loads_[i](data + static_cast<size_t>(at) * size, tile, n);
        sources[i].data = tile;
        break;
      case Form::rows:
        sources[i].data = data + static_cast<size_t>(at % broadcast.period()) * size;
        break;
      case Form::column: {
        alignas(kVectorBytes) std::byte element[sizeof(double)];
        broadcast.fill(data, element, at, 1, size);
        spread(loads_[i], element, tile);
        sources[i] = {tile, 0};
        break;
      }
      case Form::filled: {
        const bool repeats =
            broadcast.kind() == Broadcast::Kind::rows && tile_ % broadcast.period() == 0;
        sources[i].data = tile;
        if (repeats && !first && row_ == 0) break;
        const bool same = inputs_[i].dtype == compute_;
        broadcast.fill(data, same ? tile : scratch + staging_, at, count, size);
        if (!same) loads_[i](scratch + staging_, tile, n);
        break;
      }
      default:
        break;
    }
  }
}

/// Hardware stops prefetching at the end of a page, which is where tiles end.
void Program::prefetch(const void* const* in, int64_t begin, int64_t end) const {
  constexpr size_t kLine = 64;
  for (size_t i = 0; i < inputs_.size(); ++i) {
    if (inputs_[i].broadcast.kind() != Broadcast::Kind::flat) continue;
    const size_t size = size_of(inputs_[i].dtype);
    const auto* data = static_cast<const std::byte*>(in[i]);
    const std::byte* const last = data + static_cast<size_t>(end) * size;
    for (data += static_cast<size_t>(begin) * size; data < last; data += kLine)
      __builtin_prefetch(data, 0, 2);
  }
}

void Program::run(const void* const* in, void* const* out, int64_t begin, int64_t end) const {
  alignas(kVectorBytes) std::byte scratch[kScratchBytes];
  alignas(Source) std::byte places[kMostRegisters * sizeof(Source)];
  auto* const sources = reinterpret_cast<Source*>(places);
  std::uninitialized_value_construct_n(sources, registers_.size());
  load_scalars(in, scratch, sources);
  for (int64_t at = begin; at < end;) {
    int64_t count = std::min(tile_, end - at);
    if (row_) count = std::min(count, row_ - at % row_);
    const auto n = static_cast<size_t>(count);
    load_tile(in, at, count, at == begin, scratch, sources);
    // While this tile is worked on, the next one is fetched, a share with each instruction.
    const int64_t next_end = std::min(end, at + 2 * count);
    int64_t fetched = at + count;
    const int64_t share = count / static_cast<int64_t>(code_.size()) / 16 * 16 + 16;
    for (const Instruction& instruction : code_) {
      const Register& self = registers_[instruction.result];
      if (fetched < next_end) prefetch(in, fetched, std::min(fetched + share, next_end));
      fetched += share;
      std::byte* target = self.form == Form::direct ? static_cast<std::byte*>(out[self.output]) +
                                                          static_cast<size_t>(at) * size_
                                                    : scratch + self.place;
      Source operands[3];
      for (size_t k = 0; k < instruction.arity; ++k) operands[k] = sources[instruction.operands[k]];
      instruction.loop(operands, target, n);
      if (instruction.rounds) round_(target, target, n);
      sources[instruction.result].data = target;
    }
    for (size_t k = 0; k < results_.size(); ++k) {
      const Result& result = results_[k];
      if (!result.store) continue;
      std::byte* target = static_cast<std::byte*>(out[k]) + static_cast<size_t>(at) * result.bytes;
      if (sources[result.source].mask)
        result.store(sources[result.source].data, target, n);
      else
        for (size_t j = 0; j < n; ++j)
          result.store(sources[result.source].data, target + j * result.bytes, 1);
    }
    at += count;
  }
}

namespace {

class ProgramKernel final : public PreparedKernel {
 public:
  ProgramKernel(Program program, int64_t count) : program_(std::move(program)), count_(count) {}

  void run(Stream&, const Operands& operands) const override {
    parallel_for(count_, program_.chunk(), [&](int64_t begin, int64_t end) {
      program_.run(operands.in, operands.out, begin, end);
    });
  }

 private:
  Program program_;
  int64_t count_;
};

}  // namespace

Ref<PreparedKernel> prepare_program(const FusedProgram& program, const KernelArgs& args,
                                    const Layouts& layouts) {
  const Spec& y = args.out[0];
  const bool packed = !layouts.out.empty() && layouts.out[0];
  const int64_t count = packed ? layouts.out[0]->elements() : y.shape.elements();
  std::vector<Program::Input> inputs;
  for (const Spec& spec : args.in) {
    const bool scalar = spec.shape.elements() == 1 && count != 1;
    // In a layout of their own, operands of one shape lie element beside element.
    inputs.push_back({spec.dtype, scalar   ? Broadcast::scalar()
                                  : packed ? Broadcast()
                                           : Broadcast(spec.shape, y.shape)});
  }
  Program ready(program, std::move(inputs));
  std::vector<std::pair<int, int>> aliases;
  for (size_t o = 0; o < args.out.size(); ++o)
    for (size_t i = 0; i < args.in.size(); ++i)
      if (ready.may_alias(o, i)) aliases.emplace_back(static_cast<int>(o), static_cast<int>(i));
  auto kernel = make_ref<ProgramKernel>(std::move(ready), count);
  kernel->may_alias = std::move(aliases);
  return kernel;
}

}  // namespace cornu::cpu::simd
