namespace Baton.Storage;

/// <summary>The store was asked to commit and its answer was lost: the write may be there or not.</summary>
internal sealed class CommitUnknownException(Exception inner) : Exception("The answer to a commit was lost.", inner);
