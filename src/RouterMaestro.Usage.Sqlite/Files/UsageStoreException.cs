namespace RouterMaestro.Usage.Sqlite.Files;

/// <summary>The store cannot be used.</summary>
/// <param name="message">Why, and what to do, as one sentence.</param>
internal sealed class UsageStoreException(string message) : Exception(message);
