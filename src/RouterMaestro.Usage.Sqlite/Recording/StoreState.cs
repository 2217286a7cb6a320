namespace RouterMaestro.Usage.Sqlite.Recording;

/// <summary>What the writer knows of the file.</summary>
internal sealed class StoreState
{
    private volatile string? _problem;
    private volatile bool _isRefused;

    /// <summary>Gets or sets why the file cannot be written; null if it can.</summary>
    public string? Problem
    {
        get => _problem;
        set => _problem = value;
    }

    /// <summary>Gets or sets whether nothing will be written until the next start.</summary>
    public bool IsRefused
    {
        get => _isRefused;
        set => _isRefused = value;
    }
}
