namespace RouterMaestro.Protocols.Schemas;

/// <summary>The keywords of JSON schemas that a provider's rules concern, as a set; draft 2020-12 and the older names that generators still write.</summary>
[Flags]
internal enum SchemaKeyword : ulong
{
    None = 0,
    Type = 1UL << 0,
    Properties = 1UL << 1,
    Required = 1UL << 2,
    AdditionalProperties = 1UL << 3,
    Items = 1UL << 4,
    PrefixItems = 1UL << 5,
    AdditionalItems = 1UL << 6,
    AnyOf = 1UL << 7,
    OneOf = 1UL << 8,
    AllOf = 1UL << 9,
    Not = 1UL << 10,
    If = 1UL << 11,
    Then = 1UL << 12,
    Else = 1UL << 13,
    Ref = 1UL << 14,
    Definitions = 1UL << 15,
    Enum = 1UL << 16,
    Const = 1UL << 17,
    Minimum = 1UL << 18,
    Maximum = 1UL << 19,
    ExclusiveMinimum = 1UL << 20,
    ExclusiveMaximum = 1UL << 21,
    MultipleOf = 1UL << 22,
    MinLength = 1UL << 23,
    MaxLength = 1UL << 24,
    Pattern = 1UL << 25,
    Format = 1UL << 26,
    MinItems = 1UL << 27,
    MaxItems = 1UL << 28,
    UniqueItems = 1UL << 29,
    Contains = 1UL << 30,
    MinContains = 1UL << 31,
    MaxContains = 1UL << 32,
    MinProperties = 1UL << 33,
    MaxProperties = 1UL << 34,
    PropertyNames = 1UL << 35,
    PatternProperties = 1UL << 36,
    Dependencies = 1UL << 37,
    DependentRequired = 1UL << 38,
    DependentSchemas = 1UL << 39,
    UnevaluatedItems = 1UL << 40,
    UnevaluatedProperties = 1UL << 41,
    ContentEncoding = 1UL << 42,
    ContentMediaType = 1UL << 43,
    ContentSchema = 1UL << 44,
    Dynamic = 1UL << 45,
    Description = 1UL << 46,
    Annotation = 1UL << 47,

    /// <summary>Combinations of schemas.</summary>
    Combinations = AnyOf | OneOf | AllOf,

    /// <summary>Bounds and conditions for values, which narrow what the types and members allow.</summary>
    Bounds = Minimum | Maximum | ExclusiveMinimum | ExclusiveMaximum | MultipleOf | MinLength | MaxLength | MaxItems | UniqueItems
        | Contains | MinContains | MaxContains | MinProperties | MaxProperties | PropertyNames,

    /// <summary>Conditions that depend on other values.</summary>
    Conditions = Not | If | Then | Else | Dependencies | DependentRequired | DependentSchemas | UnevaluatedItems | UnevaluatedProperties,

    /// <summary>Descriptions of text that holds other content.</summary>
    Contents = ContentEncoding | ContentMediaType | ContentSchema,
}

/// <summary>What the value of a keyword holds.</summary>
internal enum SchemaPlace
{
    /// <summary>A value that is no schema.</summary>
    Value,

    /// <summary>One schema.</summary>
    Schema,

    /// <summary>A list of schemas.</summary>
    List,

    /// <summary>Schemas by name.</summary>
    Map,
}
