using RouterMaestro.Application.Ports;

namespace RouterMaestro.Infrastructure.Configuration.Files;

/// <summary>Collects the errors and warnings of a file.</summary>
/// <param name="file">The file's name, without its folder.</param>
internal sealed class ConfigErrors(string file)
{
    private readonly List<string> _messages = [];

    /// <summary>Gets the messages.</summary>
    public IReadOnlyList<string> Messages => _messages;

    /// <summary>Gets a problem for each message.</summary>
    public IEnumerable<ConfigProblem> Problems => _messages.Select(message => new ConfigProblem(file, message));

    /// <summary>Gets whether part of the file cannot be used, so that it should not replace a valid version.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Adds an error.</summary>
    /// <param name="message">The place and the kind of error, without values.</param>
    public void Add(string message)
    {
        _messages.Add(message);
        IsBroken = true;
    }

    /// <summary>Adds a warning, which leaves the whole file usable.</summary>
    /// <param name="message">The place and the kind of error, without values.</param>
    public void Warn(string message) => _messages.Add(message);
}
