// The other process of the crash tests: it does one thing with a store, and says on standard
// output what it has done, a line at a time.
//
//     write <store> <writer> <first> <count> <manner>   stores numbered batches; "stored <batch>"
//     open <store>                                      makes the store, or opens it; "opened"
//     compact <store>                                   merges until its input ends; "merged <n>"
//     hold <store>                                      holds a snapshot; "holding"
//     watch <store> <writers>                           looks until its input ends; "looked <n>"
//     damage <folder>                                   tries damage that its input lists
//     fill <store> <bytes> <manner>                     writes to a limit of the file's size
//     overflow <folder> <bytes> <manner>                writes to the end of a small disk

do {
  switch CommandLine.arguments.dropFirst().first {
  case "write": try write(Arguments())
  case "open": try open(Arguments())
  case "compact": try compact(Arguments())
  case "hold": try hold(Arguments())
  case "watch": try watch(Arguments())
  case "damage": try tryDamage(Arguments())
  case "fill": try fill(Arguments())
  case "overflow": try overflow(Arguments())
  default: fail("unknown command")
  }
} catch {
  fail("\(error)")
}
