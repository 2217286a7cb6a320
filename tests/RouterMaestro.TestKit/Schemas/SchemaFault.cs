namespace RouterMaestro.TestKit.Schemas;

/// <summary>One way in which a value is not what its schema says.</summary>
/// <param name="Path">Where, without positions in arrays, such as <c>choices[].delta.role</c>; empty for the value itself.</param>
/// <param name="Problem">What is wrong there.</param>
public sealed record SchemaFault(string Path, string Problem)
{
    /// <inheritdoc />
    public override string ToString() => $"{(Path.Length == 0 ? "$" : Path)}: {Problem}";
}
