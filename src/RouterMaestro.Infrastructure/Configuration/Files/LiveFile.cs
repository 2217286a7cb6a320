using RouterMaestro.Application.Ports;
using RouterMaestro.Domain;

namespace RouterMaestro.Infrastructure.Configuration.Files;

/// <summary>
/// A file that can be edited while the gateway runs. Once a valid version has been read, a broken version is ignored and the last valid
/// one stays in effect. Until then the usable part of a broken version is used.
/// </summary>
/// <param name="path">The file, which need not exist.</param>
/// <param name="read">Creates the content from the file's root and collects the errors.</param>
/// <param name="list">The member whose complete entries are used if a syntax error follows them; null if there is none.</param>
internal sealed class LiveFile<TContent>(string path, Func<ConfigNode?, ConfigErrors, TContent> read, string? list = null)
    where TContent : class
{
    private readonly string _name = Path.GetFileName(path);
    private TContent? _content;
    private bool _wasWhole;

    /// <summary>Gets the content in effect.</summary>
    public TContent Content => _content ?? throw new InvalidOperationException("The file has not been read yet.");

    /// <summary>Gets the root of the content in effect; null if there is no file or none of it can be used.</summary>
    public ConfigNode? Root { get; private set; }

    /// <summary>Gets the problems of the file.</summary>
    public EquatableArray<ConfigProblem> Problems { get; private set; } = [];

    /// <summary>Gets whether the current version of the file is ignored because it is broken.</summary>
    public bool IsSetAside { get; private set; }

    /// <summary>Reads the current version of the file.</summary>
    public void Read()
    {
        var errors = new ConfigErrors(_name);
        var root = ConfigFile.Open(path, errors, list);
        var content = read(root, errors);
        IsSetAside = errors.IsBroken && (_wasWhole || root is null);
        if (_wasWhole && errors.IsBroken)
        {
            Problems = errors.Problems.Append(new ConfigProblem(_name, "the last valid version stays in effect until this is corrected")).ToEquatableArray();
            return;
        }

        (_content, Root, _wasWhole) = (content, root, !errors.IsBroken);
        Problems = errors.Problems.ToEquatableArray();
    }
}
