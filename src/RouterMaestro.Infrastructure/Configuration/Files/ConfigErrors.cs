using RouterMaestro.Application.Ports;

namespace RouterMaestro.Infrastructure.Configuration.Files;

/// <summary>Collects what is wrong with a file.</summary>
/// <param name="file">The file's name, without its folder.</param>
internal sealed class ConfigErrors(string file)
{
    private readonly List<string> _messages = [];

    /// <summary>Gets what is wrong.</summary>
    public IReadOnlyList<string> Messages => _messages;

    /// <summary>Gets what is wrong, a problem each.</summary>
    public IEnumerable<ConfigProblem> Problems => _messages.Select(message => new ConfigProblem(file, message));

    /// <summary>Gets whether part of the file is of no use, so that the file should not replace one that was whole.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Notes a error.</summary>
    /// <param name="message">Where it is and of what kind, without values.</param>
    public void Add(string message)
    {
        _messages.Add(message);
        IsBroken = true;
    }

    /// <summary>Notes what its writer should know, though all of the file is of use.</summary>
    /// <param name="message">Where it is and of what kind, without values.</param>
    public void Warn(string message) => _messages.Add(message);
}
