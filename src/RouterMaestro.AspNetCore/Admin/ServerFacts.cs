namespace RouterMaestro.AspNetCore.Admin;

/// <summary>What only the program around the gateway knows of it. Hosts of their own leave it out.</summary>
/// <param name="ConfigDirectory">The folder of the files that users edit.</param>
/// <param name="DataDirectory">The folder of the gateway's own files.</param>
internal sealed record ServerFacts(string ConfigDirectory, string DataDirectory)
{
    /// <summary>Gets or sets the listening addresses; empty before the start.</summary>
    public IReadOnlyList<Uri> Addresses { get; set; } = [];

    /// <summary>Gets or sets the file of the log; null if the log goes to standard error.</summary>
    public string? LogFile { get; set; }
}
