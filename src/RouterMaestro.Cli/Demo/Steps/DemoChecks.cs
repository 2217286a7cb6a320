namespace RouterMaestro.Cli.Demo.Steps;

/// <summary>Compares what happened with what should have happened.</summary>
internal sealed class DemoChecks
{
    private readonly List<string> _faults = [];

    public IReadOnlyList<string> Faults => _faults;

    public void Equal<T>(string what, T expected, T actual)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
        {
            _faults.Add($"{what} is {Show(actual)}, not {Show(expected)}");
        }
    }

    public void Add(IEnumerable<string> faults) => _faults.AddRange(faults);

    private static string Show<T>(T value) => value switch
    {
        null => "absent",
        string text => $"\"{text}\"",
        _ => value.ToString()!,
    };
}
