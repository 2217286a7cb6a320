using RouterMaestro.Application.Ports;

namespace RouterMaestro.Infrastructure.Configuration.Files;

/// <summary>Collects the errors and warnings of a document.</summary>
/// <param name="file">The document's name, without its folder.</param>
/// <param name="location">The full path of the file; null if there is none.</param>
internal sealed class ConfigErrors(string file, string? location = null)
{
    private readonly List<string> _messages = [];
    private readonly List<string> _errors = [];
    private readonly List<string> _unknown = [];

    /// <summary>Gets all messages, in order.</summary>
    public IReadOnlyList<string> Messages => _messages;

    /// <summary>Gets the errors: values that cannot be used.</summary>
    public IReadOnlyList<string> Errors => _errors;

    /// <summary>Gets the members that no reader knows, a message for each.</summary>
    public IReadOnlyList<string> UnknownMembers => _unknown;

    /// <summary>Gets a problem for each message.</summary>
    public IEnumerable<ConfigProblem> Problems => _messages.Select(message => new ConfigProblem(file, message) { Location = location });

    /// <summary>Gets a value indicating whether the document as a whole cannot be used, so that it must not replace a valid version.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Adds an error of a member, which is then skipped or gets its default.</summary>
    /// <param name="message">The place and the kind of error, without values.</param>
    public void Add(string message)
    {
        _messages.Add(message);
        _errors.Add(message);
    }

    /// <summary>Adds an error of the document as a whole.</summary>
    /// <param name="message">The error, which follows the document's name: "is not valid JSON".</param>
    public void Break(string message)
    {
        Add(message);
        IsBroken = true;
    }

    /// <summary>Adds a warning, which leaves the whole document usable.</summary>
    /// <param name="message">The place and the kind of error, without values.</param>
    public void Warn(string message) => _messages.Add(message);

    /// <summary>Adds a warning about a member that no reader knows.</summary>
    /// <param name="message">The place, and the name that may have been meant.</param>
    public void AddUnknown(string message)
    {
        _messages.Add(message);
        _unknown.Add(message);
    }
}
