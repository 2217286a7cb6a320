namespace RouterMaestro.Protocols.Schemas;

/// <summary>The types that a schema allows.</summary>
[Flags]
internal enum SchemaTypes
{
    None = 0,
    Object = 1,
    Array = 2,
    Other = 4,
}

/// <summary>What one pass over the bytes of a schema finds of one of its objects; nothing is copied.</summary>
internal ref struct SchemaFacts
{
    /// <summary>Gets or sets a value indicating whether the schema is the outermost one.</summary>
    public bool IsRoot { get; set; }

    /// <summary>Gets or sets the keywords.</summary>
    public SchemaKeyword Keywords { get; set; }

    /// <summary>Gets or sets the types in <c>type</c>.</summary>
    public SchemaTypes Types { get; set; }

    /// <summary>Gets or sets a value indicating whether <c>type</c> is a list.</summary>
    public bool IsTypeList { get; set; }

    /// <summary>Gets or sets a value indicating whether <c>additionalProperties</c> is false.</summary>
    public bool IsClosed { get; set; }

    /// <summary>Gets or sets a value indicating whether a member has a form that draft 2020-12 does not know.</summary>
    public bool NeedsRepair { get; set; }

    /// <summary>Gets or sets a value indicating whether <c>enum</c> or <c>const</c> holds an object or an array.</summary>
    public bool HasStructuredLiteral { get; set; }

    /// <summary>Gets or sets a value indicating whether <c>minItems</c> is neither 0 nor 1.</summary>
    public bool HasManyItems { get; set; }

    /// <summary>Gets or sets the value of <c>format</c>, as escaped in the document.</summary>
    public ReadOnlySpan<byte> Format { get; set; }

    /// <summary>Gets or sets the value of <c>pattern</c>, as escaped in the document.</summary>
    public ReadOnlySpan<byte> Pattern { get; set; }

    /// <summary>Returns true if the schema has any of the keywords.</summary>
    public readonly bool HasAny(SchemaKeyword keywords) => (Keywords & keywords) != 0;
}

/// <summary>A provider's rule for each object of a schema.</summary>
internal interface ISchemaRule
{
    /// <summary>Returns true if the provider takes the object as it is. False is no verdict: a closer look follows.</summary>
    static abstract bool Accepts(in SchemaFacts facts);

    /// <summary>Gets a value indicating whether the provider takes <c>true</c> and <c>false</c> in the place of schemas.</summary>
    static abstract bool TakesBooleans { get; }
}
