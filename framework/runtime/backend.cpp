#include "framework/runtime/backend.h"

#include <array>
#include <list>
#include <unordered_map>

#include "framework/base/error.h"
#include "framework/base/hash.h"
#include "framework/runtime/process.h"
#include "framework/runtime/process_state.h"

namespace cornu {

Backend& backend_of(Device device) {
  Backend* backend = find_backend(device.kind);
  if (!backend) fail<DeviceError>("this build of Cornu has no device ", device, ".");
  if (const std::string why = backend->unusable(); !why.empty())
    fail<DeviceError>("device ", device, " cannot be used: ", why);
  return *backend;
}

Allocator& allocator_of(Device device) { return backend_of(device).allocator(device.index); }

namespace {

/// Name of the only candidate allowed on this thread; empty: all.
std::string& forced_kernel() {
  thread_local std::string name;
  return name;
}

using KernelsByOp = std::unordered_map<std::string_view, std::vector<const Kernel*>>;

const KernelsByOp& kernels_by_op(DeviceKind kind) {
  static std::array<KernelsByOp, kDeviceKindCount> tables;
  static std::array<std::once_flag, kDeviceKindCount> made;
  const auto i = static_cast<size_t>(kind);
  std::call_once(made[i], [&] {
    if (Backend* backend = find_backend(kind))
      for (const KernelRow& row : backend->kernels()) tables[i][row.op].push_back(row.kernel);
  });
  return tables[i];
}

}  // namespace

ForceKernel::ForceKernel(std::string name)
    : previous_(std::exchange(forced_kernel(), std::move(name))) {}
ForceKernel::~ForceKernel() { forced_kernel() = previous_; }
bool is_kernel_forced() { return !forced_kernel().empty(); }

std::vector<const Kernel*> candidates(const OpDef& def, DeviceKind kind) {
  const KernelsByOp& table = kernels_by_op(kind);
  const auto found = table.find(def.kernels());
  if (found == table.end()) return {};
  if (forced_kernel().empty()) return found->second;
  std::vector<const Kernel*> allowed;
  for (const Kernel* kernel : found->second)  // what runs subgraphs is no candidate among several
    if (kernel->name == forced_kernel() || std::string_view(kernel->name) == "control")
      allowed.push_back(kernel);
  return allowed;
}

/// Prepared kernels of eager calls, the least recently used dropped first.
class KernelCache {
 public:
  struct Key {
    const OpDef* def;
    Attrs attrs;
    std::vector<Spec> in, out;
    std::vector<Ref<Graph>> subgraphs;
    uint64_t wanted;
    int threads;
    bool deterministic;
    std::string forced;
    Layouts layouts;

    friend bool operator==(const Key&, const Key&) = default;
  };
  struct Hash {
    size_t operator()(const Key& key) const {
      size_t h = hash_combine(key.attrs.hash(), reinterpret_cast<size_t>(key.def));
      for (const Spec& spec : key.in) {
        h = hash_combine(h, static_cast<size_t>(spec.dtype));
        for (const int64_t size : spec.shape) h = hash_combine(h, static_cast<size_t>(size));
      }
      return hash_combine(h, key.wanted);
    }
  };

  Ref<PreparedKernel> find(const Key& key) {
    const auto found = entries_.find(key);
    if (found == entries_.end()) return {};
    order_.splice(order_.begin(), order_, found->second.second);
    return found->second.first;
  }
  void insert(const Key& key, const Ref<PreparedKernel>& kernel) {
    constexpr size_t kCapacity = 4096;
    if (entries_.size() >= kCapacity) {
      entries_.erase(*order_.back());
      order_.pop_back();
    }
    const auto [entry, inserted] = entries_.try_emplace(key);
    if (!inserted) return;
    order_.push_front(&entry->first);
    entry->second = {kernel, order_.begin()};
  }

 private:
  std::list<const Key*> order_;
  std::unordered_map<Key, std::pair<Ref<PreparedKernel>, std::list<const Key*>::iterator>, Hash>
      entries_;
};

KernelOffers kernel_offers(const KernelArgs& args, Device device) {
  for (const Kernel* kernel : candidates(args.def, device.kind)) {
    if (!kernel->declines(args).empty()) continue;
    return {kernel->offers ? kernel->offers(args) : std::vector<Layouts>(), kernel->any_layout};
  }
  return {};
}

namespace {

Ref<PreparedKernel> choose_kernel(const KernelArgs& args, Device device, const Layouts& layouts) {
  std::string reasons;
  for (const Kernel* kernel : candidates(args.def, device.kind)) {
    Why why = kernel->declines(args);
    if (why.empty()) {
      Ref<PreparedKernel> prepared = backend_of(device).prepare(*kernel, args, layouts);
      CORNU_CHECK(prepared, kernel->name, " prepared nothing for ", args.def.name, " in ",
                  layouts.text());
      prepared->name = kernel->name;
      if (prepared->deterministic || !args.deterministic) return prepared;
      why = "its result may differ from run to run (set_deterministic(false) allows it)";
    }
    reasons += concat("\n  ", kernel->name, ": ", why);
  }
  std::vector<std::string> specs;
  for (const Spec& spec : args.in) specs.push_back(spec.text());
  if (reasons.empty()) reasons = "\n  none is registered";
  fail<DeviceError>("no kernel for ", args.def.name, "(", join(specs), ") on ", device, ":",
                    reasons);
}

}  // namespace

Ref<PreparedKernel> prepare_kernel(const KernelArgs& args, Device device, const Layouts& layouts) {
  ProcessState& state = process_state();
  KernelCache::Key key{&args.def,
                       args.attrs,
                       {args.in.begin(), args.in.end()},
                       {args.out.begin(), args.out.end()},
                       {args.subgraphs.begin(), args.subgraphs.end()},
                       args.wanted,
                       num_threads(),
                       args.deterministic,
                       forced_kernel(),
                       layouts};
  {
    const std::lock_guard lock(state.kernels_mutex);
    if (!state.kernels) state.kernels = new KernelCache;
    if (Ref<PreparedKernel> cached = state.kernels->find(key)) return cached;
  }
  Ref<PreparedKernel> prepared = choose_kernel(args, device, layouts);
  const std::lock_guard lock(state.kernels_mutex);
  state.kernels->insert(key, prepared);
  return prepared;
}

}  // namespace cornu
