"""Names for made-up people, from many origins, as a lender's customers have."""

from __future__ import annotations

_FIRST = """
Aaliyah Aaron Abena Adaeze Adrián Agnieszka Ahmed Aiko Aisha Alejandra Alice Amara Amit Ana Andre Angela
Anh Anita Antonio Arjun Astrid Ayşe Beatriz Benjamin Bianca Bilal Brandon Brianna Camila Carlos Caroline
Chidi Chloe Claire Connor Daniel Darnell David Deepa Denise Diego Dmitri Ebony Eduardo Elena Elif Elijah
Emeka Emily Emma Esther Ethan Farah Fatima Felix Fernando Frank Gabriela George Giulia Grace Hannah Hao
Hassan Heather Hiroshi Hugo Ibrahim Imani Ingrid Isabel Ivan Jack Jamal Jasmine Javier Jin Joanna Jordan
José Joshua Julia Kamala Karen Kareem Keisha Kenji Kevin Kofi Kwame Lars Latoya Laura Layla Leila
Leilani Liam Lin Linh Lucas Lucía Luis Maeve Malik Marco Margaret María Marcus Mateo Matthew Mei Michael
Miguel Mohammed Monique Nadia Naomi Natalie Nguyet Nia Nicole Nikhil Noah Nora Olga Oliver Olivia Omar
Paloma Patrick Paul Pedro Peter Priya Rachel Rafael Rahul Raj Rebecca Ricardo Robert Rosa Ruth Ryan
Sakura Samira Samuel Sandra Santiago Sara Sean Sergei Sofía Sophie Stephanie Sunita Tamika Tanya Tariq
Teresa Terrence Thomas Thuy Tomasz Tyrone Uchenna Valentina Vanessa Victor Vikram Vincent Wei Wendy
William Xavier Ximena Yara Yasmin Yuki Yusuf Zainab Zoe
"""

_LAST = """
Abdi Abebe Achebe Adams Addo Ahmed Alexander Ali Allen Alvarez Andersen Anderson Aquino Bailey Baker
Banerjee Barnes Bauer Begum Bennett Bianchi Boateng Brooks Brown Campbell Cardoso Carter Castillo Castro
Chandra Chavez Chen Cho Chopra Clark Cohen Coleman Collins Cooper Cortez Costa Cruz Daniels Das Davis
Demir Desai Diallo Diaz Dubois Duong Edwards Eriksen Espinoza Evans Farah Ferreira Fischer Flores Foster
Fujita Garcia Gonzalez Gordon Grant Green Gupta Gutierrez Hall Hamid Hansen Harris Hassan Hayes
Henderson Hernandez Hill Ho Hoffman Hughes Hussein Ibrahim Ivanova Jackson James Jensen Jiménez Johnson
Jones Joseph Kaminski Kang Kapoor Kaya Kelly Khan Kim King Kovács Kowalski Kumar Larsen Le Lee Lewis Li
Lim Liu Lopez Martin Martinez Mbeki Medina Mehta Mendoza Mensah Miller Mitchell Mohamed Molina Moore
Morales Moreno Morgan Müller Murphy Nakamura Nelson Nguyen Novak Nwosu O'Brien Okafor Okonkwo Olsen
Ortiz Osei Owens Park Parker Patel Pereira Perez Petrov Pham Phillips Popescu Powell Quiñones Rahman
Ramirez Ramos Reddy Reed Reyes Richardson Rivera Roberts Robinson Rodriguez Rossi Ruiz Russo Salazar
Sánchez Santos Sato Schmidt Scott Sharma Silva Singh Smith Sokolov Soto Stewart Suarez Sullivan Suzuki
Takahashi Tanaka Taylor Tesfaye Thomas Thompson Torres Tran Turner Vargas Vasquez Walker Wang Ward
Washington Watson White Williams Wilson Wójcik Wong Wright Wu Yamamoto Yang Young Zhang Zhou
"""

FIRST_NAMES: tuple[str, ...] = tuple(_FIRST.split())
LAST_NAMES: tuple[str, ...] = tuple(_LAST.split())
MAIL_HOSTS: tuple[str, ...] = ("mail", "post", "inbox", "home", "letters")
