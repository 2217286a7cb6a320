using RouterMaestro.Application.Ports;
using RouterMaestro.Domain;

namespace RouterMaestro.Infrastructure.Configuration.Files;

/// <summary>
/// A document that can be edited while the gateway runs. A member that is not valid is left out of each version alike, the first and later ones.
/// A version that is broken as a whole, such as half a file, is ignored once a valid one has been read, which then stays in effect.
/// Until then the usable part of a broken version is used.
/// </summary>
/// <param name="name">The document's name in problems.</param>
/// <param name="read">Creates the content from the document's root and collects the errors.</param>
/// <param name="list">The member whose complete entries are used if a syntax error follows them; null if there is none.</param>
internal sealed class LiveDocument<TContent>(string name, Func<ConfigNode?, ConfigErrors, TContent> read, string? list = null)
    where TContent : class
{
    private volatile DocumentState<TContent>? _state;

    /// <summary>Gets the document in effect.</summary>
    public DocumentState<TContent> Current => _state ?? throw new InvalidOperationException("The document has not been read yet.");

    /// <summary>Reads a version of the document; calls must not overlap.</summary>
    public void Read(ConfigurationDocument document)
    {
        var errors = new ConfigErrors(name, document.Location);
        var former = _state;

        // a part of a broken version is used only until a valid one has been read
        var root = ConfigFile.Read(document, errors, former is { WasWhole: true } ? null : list);
        var content = read(root, errors);
        if (former is { WasWhole: true } && errors.IsBroken)
        {
            var note = new ConfigProblem(name, "the last valid version stays in effect until this is corrected") { Location = document.Location };
            var problems = errors.Problems.Append(note);
            _state = former with { Newest = document, Problems = problems.ToEquatableArray(), IsSetAside = true };
        }
        else
        {
            _state = new(content, root, errors.Problems.ToEquatableArray())
            {
                Newest = document,
                WasWhole = !errors.IsBroken,
                IsSetAside = errors.IsBroken && root is null,
            };
        }
    }
}

/// <summary>A version of a document that is in effect.</summary>
/// <param name="Content">The content in effect.</param>
/// <param name="Root">The root of the content in effect; null if there is no document or none of it can be used.</param>
/// <param name="Problems">The problems of the newest version.</param>
internal sealed record DocumentState<TContent>(TContent Content, ConfigNode? Root, EquatableArray<ConfigProblem> Problems)
    where TContent : class
{
    /// <summary>Gets the newest version, which is another one than that in effect if it is set aside.</summary>
    public required ConfigurationDocument Newest { get; init; }

    /// <summary>Gets whether a version that is valid as a whole has been read, so that a broken one cannot replace it.</summary>
    public bool WasWhole { get; init; }

    /// <summary>Gets whether the newest version is ignored because it is broken.</summary>
    public bool IsSetAside { get; init; }

    /// <summary>Gets the document in effect as it was written; an empty object if there is none.</summary>
    public RawJson Text => Root is { } root ? RawJson.Parse(root.Json.GetRawText()) : RawJson.EmptyObject;
}
