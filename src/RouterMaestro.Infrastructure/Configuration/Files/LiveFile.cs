using RouterMaestro.Application.Ports;
using RouterMaestro.Domain;

namespace RouterMaestro.Infrastructure.Configuration.Files;

/// <summary>
/// A file that people edit while the gateway runs. Once it has been whole, a broken version is not used: what the file said
/// before stays in effect until it is mended. Before that, what can be used of it is used.
/// </summary>
/// <param name="path">The file, which need not exist.</param>
/// <param name="read">Makes the content of the file's root, and notes the errors.</param>
/// <param name="list">The member whose whole entries are saved when the file stops being JSON behind them; null when none is.</param>
internal sealed class LiveFile<TContent>(string path, Func<ConfigNode?, ConfigErrors, TContent> read, string? list = null)
    where TContent : class
{
    private readonly string _name = Path.GetFileName(path);
    private TContent? _content;
    private bool _wasWhole;

    /// <summary>Gets the content in effect.</summary>
    public TContent Content => _content ?? throw new InvalidOperationException("The file has not been read yet.");

    /// <summary>Gets the root of the content in effect; null when there is no file, or nothing of it can be used.</summary>
    public ConfigNode? Root { get; private set; }

    /// <summary>Gets what is wrong with the file.</summary>
    public EquatableArray<ConfigProblem> Problems { get; private set; } = [];

    /// <summary>Gets whether what the file says now is not what is in effect.</summary>
    public bool IsSetAside { get; private set; }

    /// <summary>Reads the file as it is now.</summary>
    public void Read()
    {
        var errors = new ConfigErrors(_name);
        var root = ConfigFile.Open(path, errors, list);
        var content = read(root, errors);
        IsSetAside = errors.IsBroken && (_wasWhole || root is null);
        if (_wasWhole && errors.IsBroken)
        {
            Problems = errors.Problems.Append(new ConfigProblem(_name, "what it said before stays in effect until it is mended")).ToEquatableArray();
            return;
        }

        (_content, Root, _wasWhole) = (content, root, !errors.IsBroken);
        Problems = errors.Problems.ToEquatableArray();
    }
}
