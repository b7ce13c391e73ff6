//! The cases of the table.

use super::Case;

pub(crate) const CASES: &[Case] = &[
    Case {
        name: "version as a number",
        code: "OAS0203",
        files: &[(
            "api.yaml",
            r#"openapi: §3.0
info:
  title: T
  version: "1"
paths: {}
"#,
        )],
    },
    Case {
        name: "reference to nothing",
        code: "OAS0204",
        files: &[(
            "api.yaml",
            r#"openapi: 3.0.4
info:
  title: T
  version: "1"
paths: {}
components:
  schemas:
    Pet:
      type: object
      properties:
        name:
          type: string
    Owner:
      type: object
      properties:
        pet:
          $ref: "§#/components/schemas/Pett"
"#,
        )],
    },
    Case {
        name: "reference to the wrong place",
        code: "OAS0205",
        files: &[(
            "api.yaml",
            r#"openapi: 3.0.4
info:
  title: T
  version: "1"
paths: {}
components:
  schemas:
    Pet:
      type: object
      properties:
        name:
          type: string
    Owner:
      type: object
      properties:
        pet:
          $ref: "§#/definitions/Pet"
"#,
        )],
    },
    Case {
        name: "references in a circle",
        code: "OAS0206",
        files: &[(
            "api.yaml",
            r#"openapi: 3.0.4
info:
  title: T
  version: "1"
paths: {}
components:
  schemas:
    A:
      $ref: "§#/components/schemas/B"
    B:
      $ref: "¶#/components/schemas/A"
"#,
        )],
    },
    Case {
        name: "schema as response",
        code: "OAS0207",
        files: &[(
            "api.yaml",
            r#"openapi: 3.0.4
info:
  title: T
  version: "1"
paths:
  /a:
    get:
      responses:
        "200":
          $ref: "§#/components/schemas/Pet"
components:
  schemas:
    Pet:
      type: string
"#,
        )],
    },
    Case {
        name: "number for text",
        code: "OAS0209",
        files: &[(
            "api.yaml",
            r#"openapi: 3.0.4
info:
  title: T
  version: "1"
paths:
  /a:
    get:
      description: §5
      responses:
        "200":
          description: ok
"#,
        )],
    },
    Case {
        name: "negative length",
        code: "OAS0210",
        files: &[(
            "api.yaml",
            r#"openapi: 3.0.4
info:
  title: T
  version: "1"
paths: {}
components:
  schemas:
    A:
      type: string
      minLength: §-1
"#,
        )],
    },
    Case {
        name: "a list without items",
        code: "OAS0211",
        files: &[(
            "api.yaml",
            r#"openapi: 3.0.4
info:
  title: T
  version: "1"
paths: {}
components:
  schemas:
    A:
      type: §array
"#,
        )],
    },
    Case {
        name: "nullable in 3.1",
        code: "OAS0212",
        files: &[(
            "api.yaml",
            r#"openapi: 3.1.1
info:
  title: T
  version: "1"
paths: {}
components:
  schemas:
    A:
      type: object
      properties:
        b:
          type: string
          nullable: §true
"#,
        )],
    },
    Case {
        name: "type that does not exist",
        code: "OAS0213",
        files: &[(
            "api.yaml",
            r#"openapi: 3.0.4
info:
  title: T
  version: "1"
paths: {}
components:
  schemas:
    A:
      type: object
      properties:
        b:
          type: §datum
"#,
        )],
    },
    Case {
        name: "parameter without a known place",
        code: "OAS0214",
        files: &[(
            "api.yaml",
            r#"openapi: 3.0.4
info:
  title: T
  version: "1"
paths:
  /a:
    get:
      parameters:
      - name: a
        in: query
        schema:
          type: string
      - name: b
        in: §quarry
        schema:
          type: string
      responses:
        "200":
          description: ok
"#,
        )],
    },
    Case {
        name: "style of another place",
        code: "OAS0215",
        files: &[(
            "api.yaml",
            r#"openapi: 3.0.4
info:
  title: T
  version: "1"
paths:
  /a:
    get:
      parameters:
      - name: b
        in: query
        style: §matrix
        schema:
          type: string
      responses:
        "200":
          description: ok
"#,
        )],
    },
    Case {
        name: "ignored header, the second of three",
        code: "OAS0216",
        files: &[(
            "api.yaml",
            r#"openapi: 3.0.4
info:
  title: T
  version: "1"
paths:
  /a:
    get:
      parameters:
      - name: a
        in: query
        schema:
          type: string
      - ¤name: Authorization
        in: header
        schema:
          type: string
      - name: c
        in: query
        schema:
          type: string
      responses:
        "200":
          description: ok
"#,
        )],
    },
    Case {
        name: "ignored header, the first of three",
        code: "OAS0216",
        files: &[(
            "api.yaml",
            r#"openapi: 3.0.4
info:
  title: T
  version: "1"
paths:
  /a:
    get:
      parameters:
      - ¤name: Authorization
        in: header
        schema:
          type: string
      - name: b
        in: query
        schema:
          type: string
      - name: c
        in: query
        schema:
          type: string
      responses:
        "200":
          description: ok
"#,
        )],
    },
    Case {
        name: "parameter twice",
        code: "OAS0217",
        files: &[(
            "api.yaml",
            r#"openapi: 3.0.4
info:
  title: T
  version: "1"
paths:
  /a:
    get:
      parameters:
      - name: x
        in: query
        schema:
          type: string
      - name: y
        in: query
        schema:
          type: string
      - ¤name: x
        in: query
        schema:
          type: string
      responses:
        "200":
          description: ok
"#,
        )],
    },
    Case {
        name: "three faults in one list",
        code: "OAS0216",
        files: &[(
            "api.yaml",
            r#"openapi: 3.0.4
info:
  title: T
  version: "1"
paths:
  /a:
    get:
      parameters:
      - ¤name: Accept
        in: header
        schema:
          type: string
      - name: b
        in: header
        schema:
          type: string
      - ¤name: Content-Type
        in: header
        schema:
          type: string
      - name: d
        in: header
        schema:
          type: string
      responses:
        "200":
          description: ok
"#,
        )],
    },
    Case {
        name: "placeholder without parameter",
        code: "OAS0218",
        files: &[(
            "api.yaml",
            r#"openapi: 3.0.4
info:
  title: T
  version: "1"
paths:
  /a/{id}:
    §get:
      responses:
        "200":
          description: ok
"#,
        )],
    },
    Case {
        name: "path parameter without placeholder",
        code: "OAS0218",
        files: &[(
            "api.yaml",
            r#"openapi: 3.0.4
info:
  title: T
  version: "1"
paths:
  /a:
    get:
      parameters:
      - name: q
        in: query
        schema:
          type: string
      - ¤name: id
        in: path
        required: true
        schema:
          type: string
      responses:
        "200":
          description: ok
"#,
        )],
    },
    Case {
        name: "status that is none",
        code: "OAS0219",
        files: &[(
            "api.yaml",
            r#"openapi: 3.0.4
info:
  title: T
  version: "1"
paths:
  /a:
    get:
      responses:
        "200":
          description: ok
        §fine:
          description: ok
"#,
        )],
    },
    Case {
        name: "required on a property",
        code: "OAS0220",
        files: &[(
            "api.yaml",
            r#"openapi: 3.0.4
info:
  title: T
  version: "1"
paths: {}
components:
  schemas:
    A:
      type: object
      properties:
        b:
          type: string
          required: §true
"#,
        )],
    },
    Case {
        name: "enum of another type",
        code: "OAS0221",
        files: &[(
            "api.yaml",
            r#"openapi: 3.0.4
info:
  title: T
  version: "1"
paths: {}
components:
  schemas:
    A:
      type: string
      enum:
        - a
        - §2
        - c
"#,
        )],
    },
    Case {
        name: "keywords beside a reference",
        code: "OAS0223",
        files: &[(
            "api.yaml",
            r##"openapi: 3.0.4
info:
  title: T
  version: "1"
paths: {}
components:
  schemas:
    Pet:
      type: object
      properties:
        name:
          type: string
    Owner:
      type: object
      properties:
        pet:
          $ref: "#/components/schemas/Pet"
          §properties:
            b:
              type: string
"##,
        )],
    },
    Case {
        name: "method that does not exist",
        code: "OAS0225",
        files: &[(
            "api.yaml",
            r#"openapi: 3.0.4
info:
  title: T
  version: "1"
paths:
  /a:
    get:
      responses:
        "200":
          description: ok
    §fetch:
      responses:
        "200":
          description: ok
"#,
        )],
    },
    Case {
        name: "items of a text",
        code: "OAS0226",
        files: &[(
            "api.yaml",
            r#"openapi: 3.0.4
info:
  title: T
  version: "1"
paths: {}
components:
  schemas:
    A:
      type: string
      §items:
        type: string
"#,
        )],
    },
    Case {
        name: "misspelled keyword",
        code: "OAS0227",
        files: &[(
            "api.yaml",
            r#"openapi: 3.0.4
info:
  title: T
  version: "1"
paths: {}
components:
  schemas:
    A:
      type: object
      §requierd:
        - b
      properties:
        b:
          type: string
"#,
        )],
    },
    Case {
        name: "required and not declared",
        code: "OAS0228",
        files: &[(
            "api.yaml",
            r#"openapi: 3.0.4
info:
  title: T
  version: "1"
paths: {}
components:
  schemas:
    A:
      type: object
      required:
        - b
        - §c
      properties:
        b:
          type: string
"#,
        )],
    },
    Case {
        name: "a type that excludes an alternative",
        code: "OAS0229",
        files: &[(
            "api.yaml",
            r#"openapi: 3.0.4
info:
  title: T
  version: "1"
paths: {}
components:
  schemas:
    A:
      §type: object
      oneOf:
        - type: string
        - type: object
"#,
        )],
    },
    Case {
        name: "null in an example",
        code: "OAS0231",
        files: &[(
            "api.yaml",
            r#"openapi: 3.0.4
info:
  title: T
  version: "1"
paths: {}
components:
  schemas:
    A:
      type: object
      required:
        - b
      properties:
        b:
          type: string
      example:
        §b: null
"#,
        )],
    },
    Case {
        name: "a format without such values",
        code: "OAS0230",
        files: &[(
            "api.yaml",
            r#"openapi: 3.0.4
info:
  title: T
  version: "1"
paths: {}
components:
  schemas:
    A:
      type: string
      format: §uuid
      maxLength: 24
"#,
        )],
    },
    Case {
        name: "misspelled keyword of an operation",
        code: "OAS0227",
        files: &[(
            "api.yaml",
            r#"openapi: 3.0.4
info:
  title: T
  version: "1"
paths:
  /a:
    get:
      §operationID: a
      responses:
        "200":
          description: ok
"#,
        )],
    },
    Case {
        name: "types that exclude each other",
        code: "OAS0302",
        files: &[(
            "api.yaml",
            r#"openapi: 3.0.4
info:
  title: T
  version: "1"
paths: {}
components:
  schemas:
    A:
      allOf:
        - type: string
        - ¤type: integer
"#,
        )],
    },
    Case {
        name: "unknown security scheme",
        code: "OAS0304",
        files: &[(
            "api.yaml",
            r#"openapi: 3.0.4
info:
  title: T
  version: "1"
paths:
  /a:
    get:
      responses:
        "200":
          description: ok
      security:
        - §api_ky: []
components:
  securitySchemes:
    api_key:
      type: http
      scheme: bearer
"#,
        )],
    },
    Case {
        name: "unknown scheme for all operations",
        code: "OAS0304",
        files: &[(
            "api.yaml",
            r#"openapi: 3.0.4
info:
  title: T
  version: "1"
security:
  - §api_ky: []
paths:
  /a:
    get:
      responses:
        "200":
          description: ok
"#,
        )],
    },
    Case {
        name: "replacement that is no path",
        code: "OAS0308",
        files: &[(
            "api.yaml",
            r#"openapi: 3.0.4
info:
  title: T
  version: "1"
paths: {}
components:
  schemas:
    §A:
      type: string
      x-rust-type: "not a path!"
"#,
        )],
    },
    Case {
        name: "schema of itself",
        code: "OAS0310",
        files: &[(
            "api.yaml",
            r##"openapi: 3.0.4
info:
  title: T
  version: "1"
paths: {}
components:
  schemas:
    §A:
      allOf:
        - $ref: "#/components/schemas/A"
"##,
        )],
    },
    Case {
        name: "name that cannot be had",
        code: "OAS0402",
        files: &[(
            "api.yaml",
            r#"openapi: 3.0.4
info:
  title: T
  version: "1"
paths: {}
components:
  schemas:
    §A:
      type: object
      x-rust-name: String
      properties:
        b:
          type: string
"#,
        )],
    },
    Case {
        name: "tags alike",
        code: "OAS0403",
        files: &[(
            "api.yaml",
            r#"openapi: 3.0.4
info:
  title: T
  version: "1"
paths:
  /a:
    get:
      tags:
        - §pets
      responses:
        "200":
          description: ok
    put:
      tags:
        - Pets
      responses:
        "200":
          description: ok
"#,
        )],
    },
    Case {
        name: "operation id twice",
        code: "OAS0404",
        files: &[(
            "api.yaml",
            r#"openapi: 3.0.4
info:
  title: T
  version: "1"
paths:
  /a:
    get:
      operationId: ¶list
      responses:
        "200":
          description: ok
    put:
      operationId: §list
      responses:
        "200":
          description: ok
"#,
        )],
    },
    Case {
        name: "operation ids alike",
        code: "OAS0405",
        files: &[(
            "api.yaml",
            r#"openapi: 3.0.4
info:
  title: T
  version: "1"
paths:
  /a:
    get:
      operationId: ¶getUser
      responses:
        "200":
          description: ok
    put:
      operationId: §get_user
      responses:
        "200":
          description: ok
"#,
        )],
    },
    Case {
        name: "webhook",
        code: "OAS0210",
        files: &[(
            "api.yaml",
            r#"openapi: 3.1.1
info:
  title: T
  version: "1"
paths: {}
webhooks:
  newPet:
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: string
              minLength: §-1
      responses:
        "200":
          description: ok
"#,
        )],
    },
    Case {
        name: "bound of text",
        code: "OAS0210",
        files: &[(
            "api.yaml",
            r#"openapi: 3.1.1
info:
  title: T
  version: "1"
paths: {}
components:
  schemas:
    A:
      type: integer
      exclusiveMinimum: 5
      maximum: "§nine"
"#,
        )],
    },
    Case {
        name: "second entry of a list of types",
        code: "OAS0213",
        files: &[(
            "api.yaml",
            r#"openapi: 3.1.1
info:
  title: T
  version: "1"
paths: {}
components:
  schemas:
    A:
      type:
        - string
        - §datum
"#,
        )],
    },
    Case {
        name: "branch after a null branch",
        code: "OAS0210",
        files: &[(
            "api.yaml",
            r#"openapi: 3.1.1
info:
  title: T
  version: "1"
paths: {}
components:
  schemas:
    A:
      oneOf:
        - type: "null"
        - type: string
          minLength: §-1
        - type: integer
"#,
        )],
    },
    Case {
        name: "tuple",
        code: "OAS0210",
        files: &[(
            "api.yaml",
            r#"openapi: 3.1.1
info:
  title: T
  version: "1"
paths: {}
components:
  schemas:
    A:
      type: array
      prefixItems:
        - type: string
        - type: string
          minLength: §-1
      items: false
"#,
        )],
    },
    Case {
        name: "file that is not there",
        code: "OAS0250",
        files: &[(
            "api.yaml",
            r#"openapi: 3.0.4
info:
  title: T
  version: "1"
paths:
  /a:
    get:
      responses:
        "200":
          description: ok
          content:
            application/json:
              schema:
                $ref: "§none.yaml#/Pet"
"#,
        )],
    },
    Case {
        name: "nothing in the other file",
        code: "OAS0252",
        files: &[
            (
                "api.yaml",
                r#"openapi: 3.0.4
info:
  title: T
  version: "1"
paths:
  /a:
    get:
      responses:
        "200":
          description: ok
          content:
            application/json:
              schema:
                $ref: "§other.yaml#/Pett"
"#,
            ),
            (
                "other.yaml",
                r"Pet:
  type: string
",
            ),
        ],
    },
    Case {
        name: "fault in the other file",
        code: "OAS0210",
        files: &[
            (
                "api.yaml",
                r#"openapi: 3.0.4
info:
  title: T
  version: "1"
paths:
  /a:
    get:
      responses:
        "200":
          description: ok
          content:
            application/json:
              schema:
                $ref: "other.yaml#/Pet"
"#,
            ),
            (
                "other.yaml",
                r"Cat:
  type: string
Pet:
  type: object
  properties:
    name:
      type: string
      minLength: §-1
",
            ),
        ],
    },
    Case {
        name: "reference to nothing in the other file",
        code: "OAS0252",
        files: &[
            (
                "api.yaml",
                r#"openapi: 3.0.4
info:
  title: T
  version: "1"
paths:
  /a:
    get:
      responses:
        "200":
          description: ok
          content:
            application/json:
              schema:
                $ref: "other.yaml#/Pet"
"#,
            ),
            (
                "other.yaml",
                r#"Pet:
  type: object
  properties:
    name:
      $ref: "§#/Name"
"#,
            ),
        ],
    },
    Case {
        name: "list of parameters in the other file",
        code: "OAS0216",
        files: &[
            (
                "api.yaml",
                r#"openapi: 3.0.4
info:
  title: T
  version: "1"
paths:
  /a:
    $ref: "other.yaml#/a"
"#,
            ),
            (
                "other.yaml",
                r#"a:
  get:
    parameters:
      - name: a
        in: query
        schema:
          type: string
      - ¤name: Accept
        in: header
        schema:
          type: string
      - name: c
        in: query
        schema:
          type: string
    responses:
      "200":
        description: ok
"#,
            ),
        ],
    },
    Case {
        name: "method of the other file",
        code: "OAS0225",
        files: &[
            (
                "api.yaml",
                r#"openapi: 3.0.4
info:
  title: T
  version: "1"
paths:
  /a:
    $ref: "other.yaml#/a"
"#,
            ),
            (
                "other.yaml",
                r#"a:
  §fetch:
    responses:
      "200":
        description: ok
"#,
            ),
        ],
    },
    Case {
        name: "2.0: negative length of a parameter",
        code: "OAS0210",
        files: &[(
            "api.yaml",
            r#"swagger: "2.0"
info:
  title: T
  version: "1"
paths:
  /a:
    get:
      parameters:
        - name: a
          in: query
          type: string
          minLength: §-1
      responses:
        "200":
          description: ok
"#,
        )],
    },
    Case {
        name: "2.0: reference to nothing",
        code: "OAS0204",
        files: &[(
            "api.yaml",
            r#"swagger: "2.0"
info:
  title: T
  version: "1"
paths:
  /a:
    get:
      responses:
        "200":
          description: ok
          schema:
            $ref: "§#/definitions/Pett"
definitions:
  Pet:
    type: string
"#,
        )],
    },
    Case {
        name: "2.0: fault in the schema of an answer",
        code: "OAS0213",
        files: &[(
            "api.yaml",
            r#"swagger: "2.0"
info:
  title: T
  version: "1"
paths:
  /a:
    get:
      produces:
        - application/json
      responses:
        "200":
          description: ok
          schema:
            type: object
            properties:
              b:
                type: §datum
"#,
        )],
    },
    Case {
        name: "2.0: ignored header behind a body",
        code: "OAS0216",
        files: &[(
            "api.yaml",
            r#"swagger: "2.0"
info:
  title: T
  version: "1"
paths:
  /a:
    get:
      parameters:
        - name: body
          in: body
          schema:
            type: string
        - ¤name: Accept
          in: header
          type: string
        - name: c
          in: query
          type: string
      responses:
        "200":
          description: ok
"#,
        )],
    },
    Case {
        name: "2.0: definition",
        code: "OAS0226",
        files: &[(
            "api.yaml",
            r#"swagger: "2.0"
info:
  title: T
  version: "1"
paths: {}
definitions:
  A:
    type: string
    §items:
      type: string
"#,
        )],
    },
    Case {
        name: "anchor",
        code: "OAS0210",
        files: &[(
            "api.yaml",
            r#"# only YAML
openapi: 3.0.4
info:
  title: T
  version: "1"
paths: {}
components:
  schemas:
    A: &a
      type: string
      minLength: §-1
    B: *a
"#,
        )],
    },
    Case {
        name: "merge",
        code: "OAS0210",
        files: &[(
            "api.yaml",
            r#"# only YAML
openapi: 3.0.4
info:
  title: T
  version: "1"
paths: {}
components:
  schemas:
    A: &a
      type: string
    B:
      <<: *a
      minLength: §-1
"#,
        )],
    },
    Case {
        name: "merged",
        code: "OAS0210",
        files: &[(
            "api.yaml",
            r#"# only YAML
openapi: 3.0.4
info:
  title: T
  version: "1"
paths: {}
components:
  schemas:
    A: &a
      type: string
      minLength: §-1
    B:
      <<: *a
      maxLength: 3
"#,
        )],
    },
    Case {
        name: "alias of a parameter",
        code: "OAS0216",
        files: &[(
            "api.yaml",
            r#"# only YAML
openapi: 3.0.4
info:
  title: T
  version: "1"
paths:
  /a:
    get:
      parameters:
        - name: a
          in: query
          schema: &text
            type: string
        - ¤name: Accept
          in: header
          schema: *text
        - name: c
          in: query
          schema: *text
      responses:
        "200":
          description: ok
"#,
        )],
    },
    Case {
        name: "key twice",
        code: "OAS0103",
        files: &[(
            "api.yaml",
            r#"# only YAML
openapi: 3.0.4
info:
  title: T
  version: "1"
paths: {}
components:
  schemas:
    A:
      type: string
      ¶description: one
      §description: two
"#,
        )],
    },
];
