#include <algorithm>
#include <cmath>

#include "framework/base/team.h"
#include "framework/ops/ctc_decode.h"
#include "framework/runtime/kernel.h"

namespace cornu::cpu::simd {

namespace {

double log_sum(double a, double b) {
  if (a < b) std::swap(a, b);
  return b == -INFINITY ? a : a + std::log1p(std::exp(b - a));
}

/// A beginning of a sequence: another one and a label. Those with one parent are a list.
struct Node {
  int32_t parent = -1, label = -1, first_child = -1, sibling = -1;
  int32_t place = -1;  ///< in the beam; −1: not there
};

/// The logarithms of the probabilities of a beginning whose last frame is blank, or its last label.
struct Entry {
  int32_t node = 0;
  bool in_beam = true;
  double blank = 0, label = -INFINITY, total = 0;
  double next_blank = 0, next_label = -INFINITY;
};

/// An entry that stays, or, further on, one with one more label.
struct Candidate {
  double total;
  int64_t number;
  /// For a heap whose top is the worst.
  bool operator<(const Candidate& other) const {
    return total != other.total ? total > other.total : number < other.number;
  }
};

/// The search in one sample. All beginnings are nodes of a tree, which live as long as the search:
/// one that leaves the beam and comes again is the parent of those that it left there. As in
/// TensorFlow, an entry that others pushed out of the beam in this frame, and that its own parent
/// would not bring back, leads to nothing new.
template <class T>
class Search {
 public:
  static size_t room(int64_t frames, const BeamSearchAttrs& attrs) {
    const auto width = static_cast<size_t>(attrs.beam_width);
    const size_t nodes = 1 + static_cast<size_t>(frames) * width;
    return width * (2 * sizeof(Entry) + sizeof(Candidate)) + (nodes * sizeof(Node) + 63) / 64 * 64;
  }

  Search(const BeamSearchAttrs& attrs, int64_t classes, void* room)
      : width_(attrs.beam_width), blank_(attrs.blank), classes_(classes) {
    beam_ = static_cast<Entry*>(room);
    other_ = beam_ + width_;
    kept_ = reinterpret_cast<Candidate*>(other_ + width_);
    nodes_ = reinterpret_cast<Node*>(kept_ + width_);
    nodes_[0] = {};
    nodes_[0].place = 0;
    beam_[0] = {};
  }

  void step(const T* frame) {
    count_ = 0;
    for (int64_t i = 0; i < size_; ++i) {
      stay(beam_[i], frame);
      keep({log_sum(beam_[i].next_blank, beam_[i].next_label), i});
    }
    for (int64_t i = 0; i < size_; ++i) {
      if (!is_candidate(beam_[i].total)) continue;
      for (int64_t c = 0; c < classes_; ++c)
        if (c != blank_) extend(i, c, frame[c]);
    }
    advance();
  }

  void write(int64_t path, int32_t* labels, T* score) const {
    const bool there = path < size_ && beam_[path].total != -INFINITY;
    *score = there ? static_cast<T>(beam_[path].total) : -static_cast<T>(INFINITY);
    if (!there) return;
    int64_t length = 0;
    for (int32_t at = beam_[path].node; nodes_[at].parent >= 0; at = nodes_[at].parent) ++length;
    for (int32_t at = beam_[path].node; nodes_[at].parent >= 0; at = nodes_[at].parent)
      labels[--length] = nodes_[at].label;
  }

 private:
  /// What reaches a beginning with one more label from an entry.
  double extended(const Entry& entry, int64_t label) const {
    return nodes_[entry.node].label == label ? entry.blank : entry.total;
  }
  /// What an entry is worth after a frame that adds nothing to it, or that its parent made it of.
  void stay(Entry& entry, const T* frame) const {
    const Node& node = nodes_[entry.node];
    entry.next_blank = entry.total + frame[blank_];
    entry.next_label = -INFINITY;
    if (node.parent < 0) return;
    double before = entry.label;
    if (const int32_t place = nodes_[node.parent].place; place >= 0)
      before = log_sum(before, extended(beam_[place], node.label));
    entry.next_label = before + frame[node.label];
  }

  bool is_candidate(double total) const {
    return total > -INFINITY && (count_ < width_ || total > kept_[0].total);
  }
  void keep(const Candidate& candidate) {
    if (count_ == width_) {
      std::pop_heap(kept_, kept_ + count_--);
      if (const int64_t gone = kept_[count_].number; gone < size_) beam_[gone].in_beam = false;
    }
    kept_[count_++] = candidate;
    std::push_heap(kept_, kept_ + count_);
  }
  void extend(int64_t i, int64_t label, double logarithm) {
    const int32_t child = find_child(beam_[i].node, label);
    const int64_t place = child < 0 ? -1 : nodes_[child].place;
    if (place >= 0 && beam_[place].in_beam) return;  // it stays by itself
    const double total = extended(beam_[i], label) + logarithm;
    if (is_candidate(total)) {
      keep({total, place >= 0 ? place : size_ + i * classes_ + label});
      if (place >= 0) {
        beam_[place].in_beam = true;
        beam_[place].next_blank = -INFINITY;
        beam_[place].next_label = total;
      }
    } else if (place >= 0) {
      beam_[place].total = -INFINITY;
    }
  }

  int32_t find_child(int32_t parent, int64_t label) const {
    int32_t child = nodes_[parent].first_child;
    while (child >= 0 && nodes_[child].label != label) child = nodes_[child].sibling;
    return child;
  }
  int32_t child_of(int32_t parent, int32_t label) {
    if (const int32_t child = find_child(parent, label); child >= 0) return child;
    nodes_[made_] = {parent, label, -1, nodes_[parent].first_child, -1};
    nodes_[parent].first_child = made_;
    return made_++;
  }

  /// What is kept becomes the beam, best first.
  void advance() {
    std::sort(kept_, kept_ + count_);
    for (int64_t i = 0; i < size_; ++i) nodes_[beam_[i].node].place = -1;
    for (int64_t i = 0; i < count_; ++i) {
      const auto [total, number] = kept_[i];
      Entry& entry = other_[i];
      entry = {};
      entry.total = total;
      if (number < size_) {
        entry.node = beam_[number].node;
        entry.blank = beam_[number].next_blank;
        entry.label = beam_[number].next_label;
      } else {
        const int64_t from = (number - size_) / classes_;
        entry.node = child_of(beam_[from].node, static_cast<int32_t>((number - size_) % classes_));
        entry.blank = -INFINITY;
        entry.label = total;
      }
    }
    std::swap(beam_, other_);
    size_ = count_;
    for (int64_t i = 0; i < size_; ++i) nodes_[beam_[i].node].place = static_cast<int32_t>(i);
  }

  int64_t width_, blank_, classes_, size_ = 1, count_ = 0;
  int32_t made_ = 1;
  Entry *beam_, *other_;
  Candidate* kept_;
  Node* nodes_;
};

template <class T>
class BeamSearchKernel final : public PreparedKernel {
 public:
  explicit BeamSearchKernel(const KernelArgs& args)
      : attrs_(args.as<BeamSearchAttrs>()),
        batch_(args.in[0].shape[0]),
        frames_(args.in[0].shape[1]),
        classes_(args.in[0].shape[2]),
        room_(Search<T>::room(frames_, attrs_)) {
    workspace_bytes = static_cast<size_t>(batch_) * room_;
  }

  void run(Stream&, const Operands& operands) const override {
    const auto* lengths = operands.input<int32_t>(1);
    for (int64_t n = 0; n < batch_; ++n) check_sequence_length(n, lengths[n], frames_);
    auto* labels = operands.output<int32_t>();
    std::fill(labels, labels + attrs_.top_paths * batch_ * frames_, -1);
    parallel_for(batch_, 1, [&](int64_t begin, int64_t end) {
      for (int64_t n = begin; n < end; ++n) {
        Search<T> search(
            attrs_, classes_,
            static_cast<std::byte*>(operands.workspace) + static_cast<size_t>(n) * room_);
        for (int64_t t = 0; t < lengths[n]; ++t)
          search.step(operands.input<T>(0) + (n * frames_ + t) * classes_);
        for (int64_t path = 0; path < attrs_.top_paths; ++path)
          search.write(path, labels + (path * batch_ + n) * frames_,
                       operands.output<T>(1) + n * attrs_.top_paths + path);
      }
    });
  }

 private:
  BeamSearchAttrs attrs_;
  int64_t batch_, frames_, classes_;
  size_t room_;
};

Ref<PreparedKernel> prepare(const KernelArgs& args, const Layouts&) {
  if (args.in[0].dtype == DType::f64) return make_ref<BeamSearchKernel<double>>(args);
  return make_ref<BeamSearchKernel<float>>(args);
}

}  // namespace

extern constinit const Kernel ctc_beam_search_kernel{"simd", accept, prepare};

}  // namespace cornu::cpu::simd
