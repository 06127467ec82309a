namespace Baton.Storage;

/// <summary>The store is there and must not be used as it is, in words for the operator.</summary>
internal sealed class StoreNotReadyException(string message) : Exception(message);
