namespace RouterMaestro.Cli.Importing.Plans;

/// <summary>The key of a provider as a file has it. Keys themselves are never shown and never copied.</summary>
internal sealed class KeySpec : IEquatable<KeySpec>
{
    private readonly string? _secret;

    private KeySpec(string? variable, string? secret) => (Variable, _secret) = (variable, secret);

    /// <summary>Gets the key of a provider for which the file has none.</summary>
    public static KeySpec Missing { get; } = new(null, null);

    /// <summary>Gets the variable that holds it; null if the file names none.</summary>
    public string? Variable { get; }

    /// <summary>Gets whether the file holds the key itself.</summary>
    public bool IsLiteral => _secret is not null;

    /// <summary>Returns a key in a variable.</summary>
    public static KeySpec In(string variable) => new(variable, null);

    /// <summary>Returns a key that the file holds itself; it only tells two providers apart.</summary>
    public static KeySpec Literal(string secret) => new(null, secret);

    public bool Equals(KeySpec? other) => other is not null && other.Variable == Variable && other._secret == _secret;

    public override bool Equals(object? obj) => Equals(obj as KeySpec);

    public override int GetHashCode() => HashCode.Combine(Variable, _secret);

    public override string ToString() => Variable ?? "";
}
