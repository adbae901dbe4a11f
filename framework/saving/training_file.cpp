#include "framework/base/error.h"
#include "framework/base/field_containers.h"
#include "framework/base/version.h"
#include "framework/data/npy.h"
#include "framework/data/source.h"
#include "framework/data/zip_reader.h"
#include "framework/data/zip_writer.h"
#include "framework/model/trainer.h"
#include "framework/saving/weights_file.h"

namespace cornu {

namespace {

constexpr std::string_view kTraining = "training.json", kWeights = "model.weights.h5";
constexpr uint64_t kMostText = uint64_t{256} << 20;

struct CallbackEntry {
  std::string class_name = {};
  Json values = {};
  int64_t tensors = 0;
  static void fields(auto& field, auto& config) {
    field("class_name", config.class_name, "The callback's class.");
    field("values", config.values, "What it knows.");
    field("tensors", config.tensors, "The number of its tensors.");
  }
};

/// The member training.json.
struct TrainingEntry {
  std::string cornu = std::string(version());
  int64_t epoch = 0;
  DataPosition data = {};
  bool stopped = false;
  int64_t seed = 0, seeds_given = 0;
  int64_t optimizer_variables = 0;
  int64_t states = 0;
  int64_t metrics = 0;
  std::vector<CallbackEntry> callbacks = {};
  static void fields(auto& field, auto& config) {
    field("cornu", config.cornu, "The version that wrote it.");
    field("epoch", config.epoch, "The epoch that runs, or runs next.");
    field("data", config.data, "The place in the data.");
    field("stopped", config.stopped, "Whether a callback asked for the end.");
    field("seed", config.seed, "The process's seed.");
    field("seeds_given", config.seeds_given, "How many seeds were made of it.");
    field("optimizer_variables", config.optimizer_variables, "Their number.");
    field("states", config.states, "The number of the layers' states.");
    field("metrics", config.metrics, "The number of the metrics' variables.");
    field("callbacks", config.callbacks, "What callbacks know, in order.");
  }
};

void add_tensors(ZipWriter& zip, const std::string& folder, const Tensors& tensors) {
  for (size_t i = 0; i < tensors.size(); ++i) {
    Bytes bytes(tensors[i].spec().bytes());
    tensors[i].copy_to(bytes.data());
    zip.add(concat(folder, "/", i, ".npy"),
            write_npy(tensors[i].dtype(), tensors[i].shape().to_vector(), bytes));
  }
}

Tensors read_tensors(const ZipReader& zip, const std::string& folder, int64_t count) {
  Tensors tensors;
  for (int64_t i = 0; i < count; ++i) {
    const std::string member = concat(folder, "/", i, ".npy");
    const ZipMember* found = zip.find(member);
    if (!found) fail<FileError>(zip.name(), ": the member ", quote(member), " is missing.");
    tensors.push_back(tensor_of(read_npy(zip.read(member, found->size), zip.name_of(member))));
  }
  return tensors;
}

std::string folder_of_callback(size_t i) { return concat("callbacks/", i); }

}  // namespace

void save_training(const Trainer& trainer, const std::string& path) {
  const TrainingSnapshot snapshot = trainer.snapshot();
  TrainingEntry entry{
      .epoch = snapshot.epoch,
      .data = snapshot.data,
      .stopped = snapshot.stopped,
      .seed = static_cast<int64_t>(snapshot.random.seed),
      .seeds_given = static_cast<int64_t>(snapshot.random.seeds_given),
      .optimizer_variables = static_cast<int64_t>(trainer.optimizer_variables().size()),
      .states = static_cast<int64_t>(snapshot.states.size()),
      .metrics = static_cast<int64_t>(snapshot.metrics.size())};
  for (const auto& [class_name, state] : snapshot.callbacks)
    entry.callbacks.push_back(
        {class_name, state.values, static_cast<int64_t>(state.tensors.size())});
  ZipWriter zip(path);
  zip.add(kTraining, to_json(entry).dump());
  zip.add(kWeights, weights_to_hdf5(trainer.model()));
  add_tensors(zip, "states", snapshot.states);
  add_tensors(zip, "metrics", snapshot.metrics);
  for (size_t i = 0; i < snapshot.callbacks.size(); ++i)
    add_tensors(zip, folder_of_callback(i), snapshot.callbacks[i].state.tensors);
  zip.finish();
}

void resume_training(Trainer& trainer, const std::string& path) {
  const ZipReader zip = ZipReader::open(path);
  for (const std::string_view member : {kTraining, kWeights})
    if (!zip.find(member))
      fail<FileError>(zip.name(), ": the member ", quote(member),
                      " is missing.\n  hint: is this a backup of training?");
  const Bytes text = zip.read(kTraining, kMostText);
  const auto entry = from_json<TrainingEntry>(parse_json(text.text(), zip.name_of(kTraining)),
                                              {.owner = "backup"});
  if (trainer.optimizer()) {
    if (!trainer.optimizer()->built())
      trainer.optimizer()->build(trainer.model().trainable_weights());
    if (const size_t count = trainer.optimizer_variables().size();
        static_cast<int64_t>(count) != entry.optimizer_variables)
      fail<FileError>(zip.name(), ": it holds ", entry.optimizer_variables,
                      " variables of an optimizer, this one has ", count,
                      ".\n  hint: is it another run's backup?");
  }
  TrainingSnapshot snapshot{
      .epoch = entry.epoch,
      .data = entry.data,
      .stopped = entry.stopped,
      .random = {static_cast<uint64_t>(entry.seed), static_cast<uint64_t>(entry.seeds_given)},
      .states = read_tensors(zip, "states", entry.states),
      .metrics = read_tensors(zip, "metrics", entry.metrics),
      .callbacks = {}};
  for (size_t i = 0; i < entry.callbacks.size(); ++i)
    snapshot.callbacks.push_back(
        {entry.callbacks[i].class_name,
         {entry.callbacks[i].values,
          read_tensors(zip, folder_of_callback(i), entry.callbacks[i].tensors)}});
  weights_from_hdf5(trainer.model(), zip.read(kWeights, zip.find(kWeights)->size),
                    zip.name_of(kWeights));
  trainer.resume(std::move(snapshot));
}

}  // namespace cornu
